/* Adds a button to each [data-copy] that copies its text; without it, the text can be selected. */
(() => {
  if (!navigator.clipboard) return;
  const words = document.currentScript.dataset;
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button second";
    button.textContent = words.word;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.innerText.trim());
      button.textContent = words.done;
      setTimeout(() => { button.textContent = words.word; }, 3000);
    });
    text.after(button);
  }
})();
