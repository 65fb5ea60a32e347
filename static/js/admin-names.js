// Gives the search fields that Django's autocomplete builds the name of the field they stand for; Select2 leaves them nameless.
(() => {
  function name(select) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.nextElementSibling;
    if (!label || !box) return;
    label.id ||= `${select.id}_label`;
    for (const part of box.querySelectorAll('[role="combobox"], [role="textbox"], [role="searchbox"], ul')) {
      part.setAttribute("aria-labelledby", label.id);
    }
  }
  function nameAll() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(name);
  }
  window.django?.jQuery?.(nameAll); // after those that build the fields
  document.addEventListener("formset:added", () => setTimeout(nameAll));
})();
// The desk's hours are the city's, wherever the browser stands; Django's note on that speaks English to screen readers.
window.addEventListener("load", () => document.querySelectorAll(".timezonewarning").forEach((note) => note.remove()));
