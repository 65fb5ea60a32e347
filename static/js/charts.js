/* Draws every <canvas data-chart="ID"> from the JSON in <script id="ID" type="application/json">.

The JSON, built in Python and carried by json_script:
  type           "line" or "column" (columns lie down, one row a label)
  title, area    what is drawn, about where; written by the template, not here
  unit           noun of the unit; unit_symbol "%" or "" stands at the top of the axis
  language       "vi" or "en", for the numbers of the axis
  labels         periods in order, with those that have no figure: ["2021", "2022", …]
  y              {min, max, step, reverse}: the whole scale, never cut; reverse for ranks (1 on top)
  series         [{name, points: [{label, value or null, text, status, newest}]}]; value a number, text as people
                 read it with its comparator, status a badge's shape (published, estimated, preliminary, …),
                 status_text its word, written beside what is not published; newest true on at most one point
  breaks         [{before_label, text}]: dashed line before that label; nothing is joined across it
  empty_labels   [{label, text}]: "không có số" under a period without a figure
  targets        [{label, value, text}]
  disagreements  [{label, value, text}]: what another source prints; text without the ≠
  hatch          [{from, to, text}]: labels where the area has no figures
*/
(() => {
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

  // Where things are

  const categories = (chart) => chart.options.indexAxis === "y" ? chart.scales.y : chart.scales.x;
  const values = (chart) => chart.options.indexAxis === "y" ? chart.scales.x : chart.scales.y;

  function edge(chart, data, label) {
    const axis = categories(chart), index = data.labels.indexOf(label);
    if (index < 0) return null;
    const step = data.labels.length > 1 ? axis.getPixelForValue(1) - axis.getPixelForValue(0) : axis.width;
    return axis.getPixelForValue(index) - step / 2;
  }
  const after = (chart, data, label) => {
    const next = data.labels[data.labels.indexOf(label) + 1];
    return next ? edge(chart, data, next) : chart.chartArea.right;
  };

  function points(chart, data) {
    return data.series.flatMap((series, row) => series.points
      .filter((point) => point.value !== null && data.labels.includes(point.label))
      .map((point) => ({
        ...point, row,
        x: chart.scales.x.getPixelForValue(data.labels.indexOf(point.label)),
        y: chart.scales.y.getPixelForValue(point.value),
      })));
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
      let cost = taken.filter((other) => overlap(box, other)).length * 4 + lines.filter((line) => crosses(box, line)).length;
      if (box.x < area.left + 2 || box.x + w > area.width - 2 || box.y < 0 || box.y + h > area.bottom) cost += 3;
      if (best === null || cost < best.cost) best = { ...box, cost, align: /eft/.test(name) ? "right" : /ight/.test(name) ? "left" : "center" };
      if (cost === 0) break;
    }
    return best;
  }

  // Plugin: hatching and breaks behind, marks and words in front

  function rowsOfBreaks(chart, data) {
    const small = isSmall(chart), size = small ? 13 : 15, ends = [];
    const from = small ? 46 : 60, step = (chart.width - from) / data.labels.length;
    return data.breaks.map((gap) => {
      if (!gap.text) return -1;
      const w = width(chart.ctx, gap.text, size, 600) + 10;
      const x = from + step * data.labels.indexOf(gap.before_label);
      const left = x + w > chart.width ? x - w : x;
      let row = ends.findIndex((end) => end < left);
      if (row < 0) row = ends.length;
      ends[row] = left + w + 12;
      return row;
    });
  }

  function drawHatch(chart, data) {
    const { ctx, chartArea: area } = chart;
    for (const hatch of data.hatch) {
      const x = edge(chart, data, hatch.from), right = after(chart, data, hatch.to);
      if (x === null) continue;
      ctx.save();
      ctx.beginPath();
      ctx.rect(x, area.top, right - x, area.height ?? area.bottom - area.top);
      ctx.clip();
      ctx.strokeStyle = HATCH;
      ctx.beginPath();
      const tall = area.bottom - area.top;
      for (let start = x - tall; start < right; start += 9) { ctx.moveTo(start, area.bottom); ctx.lineTo(start + tall, area.top); }
      ctx.stroke();
      ctx.restore();
      const size = isSmall(chart) ? 12 : 15, lines = wrap(ctx, hatch.text, right - x - 24, size);
      const middle = (x + right) / 2, w = Math.max(...lines.map((line) => width(ctx, line, size))) + 20, h = lines.length * size * 1.45 + 14;
      const top = (area.top + area.bottom - h) / 2;
      ctx.fillStyle = PAPER;
      ctx.fillRect(middle - w / 2, top, w, h);
      lines.forEach((line, i) => write(ctx, line, middle, top + 7 + size * 1.45 * (i + .5), { size, color: INK2, align: "center" }));
    }
  }

  function drawBreaks(chart, data) {
    const { ctx, chartArea: area } = chart, size = isSmall(chart) ? 13 : 15;
    const rows = rowsOfBreaks(chart, data), last = Math.max(-1, ...rows);
    data.breaks.forEach((gap, i) => {
      const x = edge(chart, data, gap.before_label);
      if (x === null) return;
      const y = area.top - 16 - (last - rows[i]) * 20;
      dashed(ctx, x, gap.text ? y - 8 : area.top - 4, x, area.bottom, INK, [5, 4]);
      if (!gap.text) return;
      const fits = x + 10 + width(ctx, gap.text, size, 600) <= chart.width;
      write(ctx, gap.text, fits ? x + 8 : x - 8, y, { size, weight: 600, align: fits ? "left" : "right" });
    });
  }

  function drawStaffAxis(chart, data) {
    const { ctx, chartArea: area } = chart, axis = chart.scales.y, { min, max, step, reverse } = data.y;
    const pixels = (span) => Math.abs(axis.getPixelForValue(min + span) - axis.getPixelForValue(min));
    const unit = (reverse ? [1, 5, 10] : [step / 5, step]).find((span) => pixels(span) >= 4) ?? step;
    ctx.save();
    ctx.strokeStyle = CONTROL;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let value = reverse ? unit : min + unit; value < max; value += unit) {
      const y = Math.round(axis.getPixelForValue(value)) + .5;
      ctx.moveTo(area.left - 4, y);
      ctx.lineTo(area.left, y);
    }
    ctx.stroke();
    ctx.restore();
  }

  function segments(chart, data) {
    return data.series.flatMap((series, row) => {
      const line = points(chart, data).filter((point) => point.row === row);
      return line.slice(1).map((point, i) => [line[i].x, line[i].y, point.x, point.y]);
    });
  }

  function markOf(data, point) {
    const style = SERIES[point.row % SERIES.length], single = data.series.length === 1;
    const shape = { estimated: "ring", preliminary: "half" }[point.status] ?? style.shape;
    const plain = point.status === "estimated" || point.status === "preliminary" ? AMBER : style.color;
    return { shape, color: single && point.newest ? RED : single ? plain : style.color };
  }

  function drawLineMarks(chart, data) {
    const { ctx, chartArea } = chart, small = isSmall(chart), single = data.series.length === 1;
    const all = points(chart, data), lines = segments(chart, data);
    const area = { ...chartArea, width: chart.width }, taken = [];
    for (const gap of data.breaks) { const x = edge(chart, data, gap.before_label); if (x !== null) lines.push([x, chartArea.top, x, chartArea.bottom]); }
    const newest = single ? all.find((point) => point.newest) : null;
    if (newest) dashed(ctx, chartArea.left, newest.y, newest.x - 10, newest.y, RED, [2, 4]);
    const r = all.length > 24 ? 3 : small || !single ? 5 : 6;
    for (const point of all) {
      const mark = markOf(data, point), radius = point === newest ? r + 2 : r;
      drawShape(ctx, mark.shape, point.x, point.y, radius, mark.color);
      taken.push({ x: point.x - radius, y: point.y - radius, w: radius * 2, h: radius * 2 });
    }
    for (const goal of data.targets) drawTarget(chart, data, goal, taken, lines, area);
    const labelled = single ? all : [];
    for (const point of [...labelled].sort((a, b) => (b === newest) - (a === newest) || b.x - a.x)) {
      drawValue(chart, point, point === newest, taken, lines, area, all.length > 9);
    }
    for (const other of data.disagreements) drawDisagreement(chart, data, other, all, taken, lines, area);
    if (!single) drawNames(chart, data, all);
  }

  function drawValue(chart, point, isNewest, taken, lines, area, isCrowded) {
    const { ctx } = chart, small = isSmall(chart);
    const size = isNewest ? (small ? 20 : 27) : isCrowded ? 14 : small ? 16 : 20;
    const remark = point.status !== "published" && point.status_text ? point.status_text : "";
    const w = Math.max(width(ctx, point.text, size, 600), remark ? width(ctx, remark, 14) : 0);
    const isAlone = !lines.some(([x1, y1, x2, y2]) => (x1 === point.x && y1 === point.y) || (x2 === point.x && y2 === point.y));
    const prefer = isNewest ? ["right", isAlone ? "below" : "above", "aboveLeft", "left"] : isAlone ? ["below", "above"] : ["aboveLeft", "belowRight", "above", "below"];
    const box = place(point, w, size * 1.05 + (remark ? 18 : 0), small ? 8 : 12, prefer, taken, lines, area);
    if (isCrowded && box.cost > 0 && !isNewest) return;
    const { align } = box, x = { left: box.x, center: box.x + w / 2, right: box.x + w }[align];
    write(ctx, point.text, x, box.y + size * .55, { size, weight: 600, color: isNewest ? RED : INK, align });
    if (remark) write(ctx, remark, x, box.y + size * 1.05 + 8, { size: 14, color: AMBER, align });
    taken.push(box);
    point.box = box;
  }

  function drawDisagreement(chart, data, other, all, taken, lines, area) {
    const { ctx } = chart, size = isSmall(chart) ? 13 : 15;
    const x = chart.scales.x.getPixelForValue(data.labels.indexOf(other.label)), y = chart.scales.y.getPixelForValue(other.value);
    const text = isSmall(chart) ? short(other.text) : other.text, w = width(ctx, text, size) + 19;
    const used = all.find((point) => point.label === other.label);
    const isHidden = used && Math.abs(used.y - y) < 12;
    const under = isHidden && used.box && { x: used.box.x, y: used.box.y + used.box.h, w, h: size + 8 };
    const isFree = under && under.x + w < area.width && !taken.some((each) => overlap(under, each)) && !lines.some((line) => crosses(under, line));
    if (!isHidden) dashed(ctx, x - 10, y, x + 10, y, WRONG, [], 2.5);
    const box = isFree ? under : place({ x, y }, w, size + 6, 14, ["right", "left", "belowRight"], taken, lines, area);
    writeUnequal(ctx, text, box.x, box.y + box.h / 2, size);
    taken.push(box);
  }

  function drawTarget(chart, data, goal, taken, lines, area) {
    const index = data.labels.indexOf(goal.label);
    if (index < 0) return;
    const { ctx } = chart, size = isSmall(chart) ? 13 : 15;
    const at = { x: chart.scales.x.getPixelForValue(index), y: chart.scales.y.getPixelForValue(goal.value) };
    drawShape(ctx, "diamond", at.x, at.y, 6, INK);
    drawInner(ctx, at);
    taken.push({ x: at.x - 8, y: at.y - 8, w: 16, h: 16 });
    const box = place(at, width(ctx, goal.text, size), size + 5, 11, ["left", "above", "below"], taken, lines, area);
    write(ctx, goal.text, box.x, box.y + box.h / 2, { size });
    taken.push(box);
  }

  function drawInner(ctx, { x, y }) {
    ctx.fillStyle = PAPER;
    ctx.beginPath();
    ctx.moveTo(x, y - 4.4); ctx.lineTo(x + 4.4, y); ctx.lineTo(x, y + 4.4); ctx.lineTo(x - 4.4, y);
    ctx.fill();
  }

  // Names stand at the ends of the lines, pushed apart until none lies on another.
  function drawNames(chart, data, all) {
    const { ctx, chartArea: area } = chart, size = isSmall(chart) ? 12 : 14, room = nameRoom(chart, data);
    const ends = data.series.map((series, row) => {
      const end = all.filter((point) => point.row === row).at(-1);
      return end && { ...end, lines: wrap(ctx, `${series.name} ${end.text}`, room - 14, size) };
    }).filter(Boolean).sort((a, b) => a.y - b.y);
    let floor = -Infinity;
    for (const end of ends) { end.tall = end.lines.length * size * 1.3 + 4; end.top = Math.max(end.y - end.tall / 2, floor); floor = end.top + end.tall; }
    let ceiling = area.bottom + 24;
    for (const end of [...ends].reverse()) { end.top = Math.min(end.top, ceiling - end.tall); ceiling = end.top; }
    for (const end of ends) {
      const x = area.right + 12, middle = end.top + end.tall / 2;
      dashed(ctx, end.x + 8, end.y, area.right + 8, middle, SERIES[end.row % SERIES.length].color, [], 1);
      end.lines.forEach((line, i) => write(ctx, line, x, end.top + 2 + size * 1.3 * (i + .5), { size, weight: 600 }));
    }
  }

  function nameRoom(chart, data) {
    if (data.series.length < 2) return 0;
    const longest = Math.max(...data.series.map((series) => width(chart.ctx, `${series.name} ${series.points.at(-1)?.text ?? ""}`, 14, 600)));
    return Math.min(longest * 1.05 + 24, isSmall(chart) ? 108 : 220);
  }

  function drawColumnMarks(chart, data) {
    const { ctx, chartArea: area } = chart, size = isSmall(chart) ? 14 : 15, axis = chart.scales.y;
    for (const gap of data.breaks) {
      const y = edge(chart, data, gap.before_label);
      if (y === null) continue;
      dashed(ctx, area.left, y, chart.width, y, INK, [5, 4]);
      if (gap.text) write(ctx, gap.text, area.left + 8, y - 13, { size, weight: 600 });
    }
    for (const gap of data.empty_labels) {
      const index = data.labels.indexOf(gap.label);
      if (index >= 0) write(ctx, gap.text, area.left + 8, axis.getPixelForValue(index), { size, color: INK2 });
    }
    data.series.forEach((series, row) => chart.getDatasetMeta(row).data.forEach((bar, index) => {
      const point = series.points.find((each) => each.label === data.labels[index]);
      if (!point || point.value === null) return;
      const isNewest = point.newest && data.series.length === 1;
      const name = data.series.length > 1 ? `${series.name} ` : "";
      write(ctx, name + point.text, area.right + 12, bar.y, { size: isNewest ? 18 : size, weight: 600, color: isNewest ? RED : INK });
    }));
    for (const goal of data.targets) {
      const index = data.labels.indexOf(goal.label);
      if (index < 0) continue;
      const x = chart.scales.x.getPixelForValue(goal.value), y = axis.getPixelForValue(index);
      dashed(ctx, x, y - 13, x, y + 13, PAPER, [], 6);
      dashed(ctx, x, y - 13, x, y + 13, INK, [], 2.5);
      write(ctx, goal.text, Math.max(x + 4, area.left + width(ctx, goal.text, 13)), y + 23, { size: isSmall(chart) ? 12 : 14, color: INK2, align: "right" });
    }
    for (const other of data.disagreements) {
      const index = data.labels.indexOf(other.label);
      if (index < 0) continue;
      const x = chart.scales.x.getPixelForValue(other.value), y = axis.getPixelForValue(index);
      dashed(ctx, x, y - 9, x, y + 9, WRONG, [], 2.5);
      writeUnequal(ctx, short(other.text), Math.min(x, area.right - 70), y + 20, 13);
    }
  }

  const staffPlugin = {
    id: "staff",
    beforeDatasetsDraw(chart) {
      const data = chart.options.portal;
      if (data.type !== "line") return;
      drawHatch(chart, data);
      drawStaffAxis(chart, data);
      drawBreaks(chart, data);
    },
    afterDatasetsDraw(chart) {
      const data = chart.options.portal;
      if (data.type === "line") drawLineMarks(chart, data);
      else drawColumnMarks(chart, data);
    },
  };

  // Settings of Chart.js

  function steps({ min, max, step, reverse }) {
    const ticks = [min];
    for (let value = reverse ? step : min + step; value < max - step * .3; value += step) if (value > min) ticks.push(value);
    return [...ticks, max].map((value) => ({ value }));
  }

  function valueAxis(data) {
    const number = new Intl.NumberFormat(data.language);
    return {
      min: data.y.min, max: data.y.max, reverse: data.y.reverse,
      afterBuildTicks: (axis) => { axis.ticks = steps(data.y); },
      border: { color: INK },
      grid: { color: (c) => c.tick ? LINE : "transparent", tickColor: CONTROL, tickLength: 9 },
      ticks: {
        autoSkip: false, color: INK2, padding: 4, font: (c) => font(isSmall(c.chart) ? 13 : 15),
        callback: (value) => number.format(value) + (value === data.y.max && !data.y.reverse ? data.unit_symbol : ""),
      },
    };
  }

  function categoryAxis(data) {
    const known = new Set(data.series.flatMap((series) => series.points.filter((point) => point.value !== null).map((point) => point.label)));
    const empty = new Map(data.empty_labels.map((gap) => [gap.label, gap.text]));
    return {
      offset: true,
      border: { color: data.y.reverse ? RULE : INK },
      grid: { display: false },
      ticks: {
        maxRotation: 0, autoSkip: true, autoSkipPadding: 8,
        color: (c) => known.has(data.labels[c.index]) ? INK : INK2,
        font: (c) => font(isSmall(c.chart) ? 13 : 15, known.has(data.labels[c.index]) ? 600 : 400),
        callback(value, index) {
          const label = data.labels[index], small = isSmall(this.chart);
          const name = small && data.labels.length > 4 && !known.has(label) ? label.replace(/^\d\d(?=\d\d$)/, "’") : label;
          return empty.has(label) ? [name, this.chart.width / data.labels.length < 90 ? "–" : empty.get(label)] : name;
        },
      },
    };
  }

  function lineSettings(data) {
    const isBroken = (from, to) => data.breaks.some((gap) => {
      const index = data.labels.indexOf(gap.before_label);
      return from < index && index <= to;
    });
    return {
      type: "line",
      datasets: data.series.map((series, row) => ({
        label: series.name, pointRadius: 0, pointHitRadius: 14, borderWidth: 2.5,
        borderColor: SERIES[row % SERIES.length].color, borderDash: data.series.length > 1 ? SERIES[row % SERIES.length].dash : [],
        segment: { borderColor: (c) => isBroken(c.p0DataIndex, c.p1DataIndex) ? "transparent" : undefined },
      })),
      scales: { x: categoryAxis(data), y: valueAxis(data) },
      padding: (c) => ({ top: 12 + 20 * (1 + Math.max(-1, ...rowsOfBreaks(c.chart, data))), right: nameRoom(c.chart, data) || 16, bottom: 4 }),
    };
  }

  function columnSettings(data) {
    const single = data.series.length === 1;
    const point = (row, c) => data.series[row].points.find((each) => each.label === data.labels[c.dataIndex]);
    const color = (row) => (c) => single && point(row, c)?.newest ? RED : SERIES[row % SERIES.length].color;
    const fill = (row) => (c) => ["estimated", "preliminary"].includes(point(row, c)?.status) ? PAPER : color(row)(c);
    const room = (chart) => Math.max(40, ...data.series.flatMap((series) => series.points.map((point) => width(chart.ctx, (single ? "" : `${series.name} `) + point.text, single ? 18 : 15, 600)))) + 14;
    return {
      type: "bar",
      datasets: data.series.map((series, row) => ({ label: series.name, backgroundColor: fill(row), borderColor: color(row), borderWidth: 2, borderSkipped: false, barThickness: single ? 12 : undefined, maxBarThickness: 12 })),
      scales: {
        x: { ...valueAxis(data), display: false },
        y: { ...categoryAxis(data), border: { color: INK }, grid: { color: LINE, drawTicks: false, offset: false }, ticks: { padding: 10, color: INK, font: (c) => font(isSmall(c.chart) ? 14 : 15, 600) } },
      },
      padding: (c) => ({ right: room(c.chart), bottom: 10 }),
    };
  }

  function settings(data) {
    const { type, datasets, scales, padding } = data.type === "column" ? columnSettings(data) : lineSettings(data);
    datasets.forEach((dataset, row) => {
      const found = new Map(data.series[row].points.map((point) => [point.label, point.value]));
      dataset.data = data.labels.map((label) => found.get(label) ?? null);
    });
    const text = (item) => data.series[item.datasetIndex].points.find((point) => point.label === data.labels[item.dataIndex])?.text ?? "";
    return {
      type,
      data: { labels: data.labels, datasets },
      plugins: [staffPlugin],
      options: {
        portal: data, animation: false, responsive: true, maintainAspectRatio: false, spanGaps: false,
        indexAxis: data.type === "column" ? "y" : "x", clip: false, scales, layout: { padding },
        interaction: { mode: "nearest", intersect: true },
        plugins: {
          legend: { display: false },
          tooltip: { backgroundColor: INK, titleFont: font(14, 600), bodyFont: font(14), displayColors: false, cornerRadius: 2, callbacks: { label: (item) => (data.series.length > 1 ? `${item.dataset.label}: ` : "") + text(item) } },
        },
      },
    };
  }

  function drawAll() {
    for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
      const source = document.getElementById(canvas.dataset.chart);
      if (source && !Chart.getChart(canvas)) new Chart(canvas, settings(JSON.parse(source.textContent)));
    }
  }

  Promise.allSettled([400, 600].map((weight) => document.fonts.load(css(16, weight), "Số 90"))).then(drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
})();
