// Brings Chart.js from the CDN, or from here when the CDN fails, was tampered with, is slow or is switched off.
(() => {
  const { cdn, integrity, local, charts } = document.currentScript.dataset;
  let settled = false;

  function bring(src, attributes, onload, onerror) {
    const script = Object.assign(document.createElement("script"), { src, onload, onerror, ...attributes });
    document.head.append(script);
  }
  function draw() {
    if (settled) return;
    settled = true;
    for (const src of charts.split(" ")) bring(src, { async: false }); // in this order
  }
  function fromHere() { if (!settled) bring(local, {}, draw); }

  if (cdn) {
    const patience = setTimeout(fromHere, 1500);
    bring(cdn, { integrity, crossOrigin: "anonymous", referrerPolicy: "no-referrer" },
      () => { clearTimeout(patience); if (window.Chart) draw(); else fromHere(); },
      () => { clearTimeout(patience); fromHere(); });
  } else fromHere();
})();
