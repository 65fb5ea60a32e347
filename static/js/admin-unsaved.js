// Asks before somebody leaves a form with what they typed and did not save. Sending it asks nothing.
(() => {
  const forms = document.querySelectorAll(
    "body:is(.change-form, .imports) #content form[method='post'][novalidate]:not(#grid-form)"); // a grid asks itself

  function watch(form) {
    function state() {
      return [...form.elements].filter((field) => field.name).map((field) => {
        if (field.type === "checkbox" || field.type === "radio") return field.checked;
        if (field.tagName === "SELECT") return [...field.selectedOptions].map((option) => option.value).join("\n");
        return field.value;
      }).join("\u0000");
    }

    const holdsText = [...form.elements].some((field) => field.name && !["hidden", "file", "submit"].includes(field.type));
    const cameBack = holdsText && Boolean(form.querySelector(".errorlist")); // with errors: what it holds is saved nowhere
    let opened = null; // how the form stood when somebody first touched it; scripts fill it in until then
    let isSending = false;
    for (const kind of ["pointerdown", "keydown", "focusin", "drop"]) form.addEventListener(kind, () => { opened ??= state(); }, true);
    window.addEventListener("submit", (event) => {
      const target = event.submitter?.formTarget || event.target.target;
      if (event.target === form && !event.defaultPrevented && (!target || target === "_self")) isSending = true;
    });
    window.addEventListener("pageshow", () => { isSending = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!isSending && (cameBack || (opened !== null && opened !== state()))) event.preventDefault();
    });
  }

  forms.forEach(watch);
})();
