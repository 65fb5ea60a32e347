/* Brings htmx once a reader turns to what it serves: until then a page weighs a third less. */
(() => {
  const { src } = document.currentScript.dataset;
  const PATIENCE = 1500; // then a form is sent as it is without htmx
  let brought;

  function bring() {
    brought ??= new Promise((resolve) => {
      const add = () => {
        const script = document.createElement("script");
        Object.assign(script, { src, onload: resolve, onerror: resolve });
        document.head.append(script);
      };
      // Between the page's parsing and its load htmx would wait for an event that is past.
      if (document.readyState === "complete") add();
      else addEventListener("load", add, { once: true });
    });
    return brought;
  }
  function turned({ target }) { if (target.closest?.(".filter, [hx-get]")) bring(); }
  for (const each of ["pointerover", "focusin", "input"]) document.addEventListener(each, turned);
  // Sent at once, a form waits for htmx, which then takes it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (window.htmx || form.dataset.late || !form.matches("[hx-get]")) return;
    event.preventDefault();
    const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
    Promise.race([bring(), late]).then(() => {
      form.dataset.late = "yes";
      form.requestSubmit(event.submitter);
      delete form.dataset.late;
    });
  });
  if (history.state?.htmx) bring(); // it goes back on a page that it has changed
})();
