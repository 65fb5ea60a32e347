// Beside a report's text: a preview that follows the typing, and figures put in where the cursor stands. Without this, buttons do it.
(() => {
  const desk = document.getElementById("writing");
  const text = document.getElementById("id_body");
  const frame = document.getElementById("preview");
  const words = document.getElementById("figure-words");
  if (!desk || !text || !words) return;
  const found = document.getElementById("found");
  const said = document.getElementById("said");
  const remarks = document.getElementById("remarks");
  const PAUSE = 400; // milliseconds without a key
  let wasIn = false; // whether the cursor ever stood in the text
  text.addEventListener("blur", () => { wasIn = true; });

  function later(act) {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(act, PAUSE); };
  }

  async function read(url, options) {
    const response = await fetch(url, { credentials: "same-origin", ...options });
    if (!response.ok) throw new Error(response.status);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  // The preview

  let asked;
  async function show() {
    asked?.abort();
    const mine = (asked = new AbortController());
    const data = new FormData(text.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const page = await read(desk.dataset.preview, { method: "POST", body: data, signal: mine.signal });
      const told = page.querySelector("#remarks").innerHTML;
      if (remarks.innerHTML !== told) remarks.innerHTML = told;
      const there = frame.contentDocument?.querySelector("main");
      there?.replaceWith(frame.contentDocument.adoptNode(page.querySelector("main")));
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = desk.dataset.failed;
    }
  }
  // What is said of the figures stands beside the frame, and the preview needs no button.
  function settle() {
    frame.contentDocument?.getElementById("remarks")?.remove();
  }
  frame.addEventListener("load", settle);
  settle();
  desk.querySelector(".ask-preview").hidden = true;
  const showLater = later(show);
  text.addEventListener("input", showLater);
  text.form.addEventListener("change", showLater);

  // The search

  function option(item) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.reference = item.dataset.reference;
    button.append(...item.childNodes);
    const row = document.createElement("li");
    row.append(button);
    return row;
  }

  let searched = "";
  async function search() {
    const question = words.value.trim();
    if (question === searched) return;
    searched = question;
    if (!question) { found.replaceChildren(); return; }
    try {
      const page = await read(`${desk.dataset.figures}?q=${encodeURIComponent(question)}`);
      if (question !== words.value.trim()) return;
      const part = page.getElementById("figures");
      for (const item of part.querySelectorAll("li")) item.replaceWith(option(item));
      found.replaceChildren(...part.childNodes);
    } catch {
      searched = "";
    }
  }
  words.addEventListener("input", later(search));
  document.getElementById("figure-search").addEventListener("submit", (event) => { event.preventDefault(); search(); });

  function insert(reference) {
    text.focus();
    if (!wasIn) text.setSelectionRange(text.value.length, text.value.length);
    const before = text.value.slice(0, text.selectionStart);
    const put = (/[^\s(“"]$/.test(before) ? " " : "") + reference;
    // The old command alone lets Ctrl+Z take the figure out again.
    if (!document.execCommand("insertText", false, put)) {
      text.setRangeText(put, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    said.textContent = `${desk.dataset.inserted} ${reference}`;
  }
  found.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) insert(button.dataset.reference);
  });

  // Arrows walk from the words through what was found, Escape leads back.
  desk.querySelector(".finder").addEventListener("keydown", (event) => {
    const stops = [words, ...found.querySelectorAll("button")];
    const place = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && place >= 0 && stops[place + step]) { event.preventDefault(); stops[place + step].focus(); }
    if (event.key === "Escape" && place > 0) words.focus();
  });
})();
