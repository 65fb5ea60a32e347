/* Canvas drawing for charts: colours, shapes of the marks, words with a halo, free places for labels. */
const chartDrawing = (() => {
  const INK = "#0d2530", INK2 = "#47606b", SEA = "#07566b", RED = "#c62f1b", WRONG = "#8c1246";
  const AMBER = "#865000", CONTROL = "#6b8089", RULE = "#c5d2d5", LINE = "#e3eced", HATCH = "#d3e0e3", PAPER = "#fff";
  const SERIES = [
    { color: SEA, dash: [], shape: "circle" },
    { color: "#c76700", dash: [7, 4], shape: "square" },
    { color: "#5b45e0", dash: [2, 4], shape: "triangle" },
    { color: "#05985c", dash: [10, 3, 2, 3], shape: "diamond" },
    { color: "#4d0a2d", dash: [4, 2], shape: "ring" },
    { color: "#868c98", dash: [], shape: "cross" },
  ];
  const FAMILY = getComputedStyle(document.body).fontFamily;
  const isSmall = (chart) => chart.width < 560;
  const font = (size, weight = 400) => ({ family: FAMILY, size, weight });
  const css = (size, weight = 400) => `${weight} ${size}px ${FAMILY}`;
  const short = (text) => text.split(/, |: /)[0];

  // Shapes and words

  function drawShape(ctx, shape, x, y, r, color) {
    ctx.save();
    ctx.translate(x, y);
    ctx.beginPath();
    if (shape === "square") ctx.rect(-r * .9, -r * .9, r * 1.8, r * 1.8);
    else if (shape === "triangle") { ctx.moveTo(0, -r * 1.15); ctx.lineTo(r * 1.1, r * .85); ctx.lineTo(-r * 1.1, r * .85); ctx.closePath(); }
    else if (shape === "diamond") { ctx.moveTo(0, -r * 1.2); ctx.lineTo(r * 1.2, 0); ctx.lineTo(0, r * 1.2); ctx.lineTo(-r * 1.2, 0); ctx.closePath(); }
    else if (shape === "cross") { ctx.moveTo(-r, -r); ctx.lineTo(r, r); ctx.moveTo(r, -r); ctx.lineTo(-r, r); }
    else ctx.arc(0, 0, r, 0, 7);
    const hollow = ["ring", "cross", "half"].includes(shape);
    ctx.lineWidth = hollow ? 7 : 4;
    ctx.strokeStyle = PAPER;
    ctx.stroke();
    ctx.fillStyle = hollow ? PAPER : color;
    if (shape !== "cross") ctx.fill();
    if (hollow) { ctx.lineWidth = 3; ctx.strokeStyle = color; ctx.stroke(); }
    if (shape === "half") { ctx.beginPath(); ctx.arc(0, 0, r, Math.PI / 2, Math.PI * 1.5); ctx.fillStyle = color; ctx.fill(); }
    ctx.restore();
  }

  function write(ctx, text, x, y, { size = 15, weight = 400, color = INK, align = "left" } = {}) {
    ctx.font = css(size, weight);
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = PAPER;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = color;
    ctx.fillText(text, x, y);
  }

  function writeUpright(ctx, text, x, y) {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(-Math.PI / 2);
    ctx.fillStyle = PAPER;
    const w = width(ctx, text, 13) + 16;
    ctx.fillRect(-w / 2, -12, w, 24);
    write(ctx, text, 0, 0, { size: 13, color: INK2, align: "center" });
    ctx.restore();
  }

  // The face has no ≠, so it is drawn.
  function writeUnequal(ctx, text, x, y, size) {
    ctx.strokeStyle = PAPER;
    for (const pass of [0, 1]) {
      ctx.lineWidth = pass ? 1.6 : 5;
      if (pass) ctx.strokeStyle = WRONG;
      ctx.beginPath();
      ctx.moveTo(x, y - 2.5); ctx.lineTo(x + 11, y - 2.5);
      ctx.moveTo(x, y + 2); ctx.lineTo(x + 11, y + 2);
      ctx.moveTo(x + 8, y - 6.5); ctx.lineTo(x + 3, y + 6);
      ctx.stroke();
    }
    write(ctx, text, x + 17, y, { size, color: WRONG });
  }

  function width(ctx, text, size, weight = 400) {
    ctx.font = css(size, weight);
    return ctx.measureText(text).width;
  }

  function wrap(ctx, text, room, size) {
    ctx.font = css(size);
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && ctx.measureText(longer).width <= room) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  function dashed(ctx, x1, y1, x2, y2, color, dash, thickness = 1.5) {
    ctx.save();
    ctx.beginPath();
    ctx.setLineDash(dash);
    ctx.lineWidth = thickness;
    ctx.strokeStyle = color;
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.restore();
  }

  // Labels look for a free place: boxes taken, line segments and breaks are in the way.

  const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

  function crosses(box, [x1, y1, x2, y2]) {
    let from = 0, to = 1;
    const dx = x2 - x1, dy = y2 - y1;
    for (const [p, q] of [[-dx, x1 - box.x], [dx, box.x + box.w - x1], [-dy, y1 - box.y], [dy, box.y + box.h - y1]]) {
      if (p === 0) { if (q < 0) return false; }
      else if (p < 0) from = Math.max(from, q / p);
      else to = Math.min(to, q / p);
    }
    return from < to;
  }

  function place(point, w, h, gap, prefer, taken, lines, area) {
    const around = {
      above: [-w / 2, -h - gap], below: [-w / 2, gap], right: [gap + 2, -h / 2], left: [-w - gap - 2, -h / 2],
      aboveLeft: [-w - gap * .6, -h - gap * .3], aboveRight: [gap * .6, -h - gap * .3],
      belowLeft: [-w - gap * .6, gap * .3], belowRight: [gap * .6, gap * .3],
    };
    let best = null;
    for (const name of [...prefer, ...Object.keys(around)]) {
      const box = { x: point.x + around[name][0], y: point.y + around[name][1], w, h };
      if (name === "above" || name === "below") box.x = Math.max(Math.min(box.x, area.width - 2 - w), area.left + 2);
      let cost = taken.filter((other) => overlap(box, other)).length * 4 + lines.filter((line) => crosses(box, line)).length;
      if (box.x < area.left + 2 || box.y < 0 || box.y + h > area.bottom) cost += 3;
      if (box.x + w > area.width - 2) cost += 50; // it would be cut
      if (best === null || cost < best.cost) best = { ...box, cost, align: /eft/.test(name) ? "right" : /ight/.test(name) ? "left" : "center" };
      if (cost === 0) break;
    }
    return best;
  }

  return { INK, INK2, SEA, RED, WRONG, AMBER, CONTROL, RULE, LINE, HATCH, PAPER, SERIES,
    isSmall, font, css, short, drawShape, write, writeUpright, writeUnequal,
    width, wrap, dashed, overlap, crosses, place };
})();
