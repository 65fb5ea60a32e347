// Arranges the cards of a dashboard by button and by drag, and draws the preview anew while somebody types.
// Without it the same buttons send the form, and the preview comes at the press of its button.
(() => {
  const form = document.getElementById("dashboard_form"), list = form?.querySelector(".cards");
  const frame = form?.querySelector("iframe"), buttons = form ? [...form.querySelectorAll("[data-preview]")] : [];
  if (!buttons.length) return;

  // The order

  const cards = () => [...list.querySelectorAll(":scope > .card")];
  const button = (card, way) => card.querySelector(`[name="_move"][value$=" ${way}"]`);

  function number() {
    cards().forEach((card, index, all) => {
      card.querySelector('[name$="-position"]').value = index + 1;
      card.querySelector(".card-number").textContent = index + 1;
      button(card, "up").hidden = index === 0;
      button(card, "down").hidden = index === all.length - 1;
    });
    refreshSoon();
  }

  function announce(card) {
    const said = form.querySelector("[data-moved]");
    said.textContent = said.dataset.moved.replace("{place}", cards().indexOf(card) + 1).replace("{count}", cards().length);
  }

  function move(pressed) {
    const card = pressed.closest(".card"), way = pressed.value.split(" ")[1];
    const other = way === "up" ? card.previousElementSibling : card.nextElementSibling;
    if (!other) return;
    if (way === "up") other.before(card); else other.after(card);
    number();
    (pressed.hidden ? button(card, way === "up" ? "down" : "up") : pressed).focus();
    announce(card);
  }

  function letDrag(card) {
    const grip = Object.assign(document.createElement("span"), { className: "grip", draggable: true });
    grip.setAttribute("aria-hidden", "true"); // the buttons beside it do the same
    card.querySelector(".card-head").prepend(grip);
    grip.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.card);
      event.dataTransfer.setDragImage(card, 16, 16);
      card.classList.add("dragged");
    });
    grip.addEventListener("dragend", () => { card.classList.remove("dragged"); number(); announce(card); });
  }

  function followDrag(event) {
    const dragged = list.querySelector(".dragged"), over = event.target.closest(".card");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    if (event.clientY < top + height / 2) over.before(dragged); else over.after(dragged);
  }

  // The preview

  let chosen = buttons[0], timer, sent;

  function refreshSoon() {
    clearTimeout(timer);
    timer = setTimeout(refresh, 400);
  }

  async function refresh() {
    sent?.abort();
    sent = new AbortController();
    try {
      const answer = await fetch(chosen.formAction, { method: "POST", body: new FormData(form), signal: sent.signal });
      if (!answer.ok) return tell(answer.status === 403 ? "expired" : "failed");
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      tell("");
    } catch (error) {
      if (error.name !== "AbortError") tell("failed");
    }
  }

  function show(page) {
    const drawn = frame.contentDocument, main = page.querySelector("main");
    if (!main || !drawn.querySelector("main")) return frame.addEventListener("load", refreshSoon, { once: true });
    drawn.documentElement.lang = page.documentElement.lang;
    drawn.querySelector("main").replaceWith(drawn.adoptNode(main));
    drawn.dispatchEvent(new Event("htmx:afterSettle")); // charts are drawn then
    const notes = JSON.parse(drawn.getElementById("cards").textContent);
    for (const [name, { name: called, notes: said }] of Object.entries(notes)) note(name, called, said);
  }

  function note(name, called, said) {
    const card = list.querySelector(`[data-card="${name}"]`), place = card.querySelector(".card-notes");
    card.querySelector(".card-name").textContent = called;
    place.hidden = !said.length;
    place.replaceChildren(...said.map(({ text, replace, new: heir }) => {
      const line = document.createElement("li");
      line.append(text);
      if (replace) {
        const use = Object.assign(document.createElement("button"), { className: "button", name: "_replace", value: replace, textContent: place.dataset.replace.replace("{new}", heir) });
        line.append(" ", use);
      }
      return line;
    }));
  }

  function tell(what) {
    const place = form.querySelector(".previewing-failed");
    place.textContent = place.dataset[what] ?? "";
    place.hidden = !place.textContent;
  }

  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed?.name === "_move") { event.preventDefault(); move(pressed); }
    if (buttons.includes(pressed)) { event.preventDefault(); chosen = pressed; refresh(); }
  });
  list?.addEventListener("dragover", followDrag);
  list?.addEventListener("drop", (event) => event.preventDefault());
  if (list) cards().forEach(letDrag);
  const $ = window.django?.jQuery; // Select2 tells jQuery alone
  $?.(form).on("input change", refreshSoon);
  $?.(form).on("select2:select", "select[multiple]", (event) => event.target.append(event.params.data.element)); // last chosen, last in order
  if (!frame.closest("[data-typed]")) return; // nothing is typed yet: the frame brings what is saved
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") refresh();
  else frame.addEventListener("load", refresh, { once: true });
})();
