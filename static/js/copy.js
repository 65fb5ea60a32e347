/* Adds a button to each [data-copy] that copies its text, or selects it where that is refused. */
(() => {
  if (!navigator.clipboard) return;
  const words = document.currentScript.dataset;
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button second";
    button.textContent = words.word;
    const told = document.createElement("span");
    told.className = "note";
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      told.textContent = "";
      try {
        await navigator.clipboard.writeText(text.innerText.trim());
      } catch {
        getSelection().selectAllChildren(text);
        told.textContent = ` ${words.refused}`;
        return;
      }
      told.textContent = ` ${words.done}`;
      setTimeout(() => { told.textContent = ""; }, 3000);
    });
    text.after(button, told);
  }
})();
