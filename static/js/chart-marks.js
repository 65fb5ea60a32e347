/* The plugin that makes a Chart.js chart a staff: axis ticks, breaks, hatching, marks, targets, names. */
const chartStaff = (() => {
  const {
    INK, INK2, RED, WRONG, AMBER, CONTROL, HATCH, PAPER, SERIES,
    isSmall, short, drawShape, write, writeUpright, writeUnequal, width, wrap, dashed, overlap, crosses, place,
  } = chartDrawing;

  // Where things are

  const categories = (chart) => chart.options.indexAxis === "y" ? chart.scales.y : chart.scales.x;

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
      if (right - x < 90) { writeUpright(ctx, hatch.text, (x + right) / 2, (area.top + area.bottom) / 2); continue; }
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
    const rows = rowsOfBreaks(chart, data), last = Math.max(-1, ...rows), words = chart.words = []; // no label may cover them
    data.breaks.forEach((gap, i) => {
      const x = edge(chart, data, gap.before_label);
      if (x === null) return;
      const y = area.top - 16 - (last - rows[i]) * 20;
      dashed(ctx, x, gap.text ? y - 8 : area.top - 4, x, area.bottom, INK, [5, 4]);
      if (!gap.text) return;
      const w = width(ctx, gap.text, size, 600), fits = x + 10 + w <= chart.width;
      words.push({ x: fits ? x + 8 : x - 8 - w, y: y - size / 2, w, h: size });
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

  function isBroken(data, from, to) {
    return data.breaks.some((gap) => {
      const index = data.labels.indexOf(gap.before_label);
      return from < index && index <= to;
    });
  }

  function isJoined(data, before, label) {
    const to = data.labels.indexOf(label), from = data.labels.indexOf(before);
    return to === from + 1 && !isBroken(data, from, to);
  }

  function segments(chart, data) {
    return data.series.flatMap((series, row) => {
      const line = points(chart, data).filter((point) => point.row === row);
      return line.slice(1).filter((point, i) => isJoined(data, line[i].label, point.label))
        .map((point) => { const before = line[line.indexOf(point) - 1]; return [before.x, before.y, point.x, point.y]; });
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
    const area = { ...chartArea, width: chart.width }, taken = [...chart.words];
    for (const gap of data.breaks) { const x = edge(chart, data, gap.before_label); if (x !== null) lines.push([x, chartArea.top, x, chartArea.bottom]); }
    const newest = single ? all.find((point) => point.newest) : null;
    if (newest) dashed(ctx, chartArea.left, newest.y, newest.x - 10, newest.y, RED, [2, 4]);
    const step = (chartArea.right - chartArea.left) / data.labels.length; // a line of days stays a line
    const r = Math.min(all.length > 24 ? 3 : small || !single ? 5 : 6, Math.max(step * .6, 1));
    for (const point of all) {
      const mark = markOf(data, point), radius = point === newest ? r + 2 : r;
      drawShape(ctx, mark.shape, point.x, point.y, radius, mark.color);
      taken.push({ x: point.x - radius, y: point.y - radius, w: radius * 2, h: radius * 2 });
    }
    for (const goal of data.targets) drawTarget(chart, data, goal, taken, lines, area);
    const values = all.map((point) => point.value), ends = [Math.min(...values), Math.max(...values)].map((value) => values.indexOf(value));
    const labelled = !single ? [] : all.length > 60 ? all.filter((point, i) => point === newest || ends.includes(i)) : all;
    for (const point of [...labelled].sort((a, b) => (b === newest) - (a === newest) || b.x - a.x)) {
      drawValue(chart, point, point === newest, taken, lines, area, all.length > 9);
      if (point === newest) lines.push([chartArea.left, newest.y, newest.x, newest.y]);
    }
    for (const other of data.disagreements) drawDisagreement(chart, data, other, all, taken, lines, area);
    if (!single) drawNames(chart, data, all);
  }

  function drawValue(chart, point, isNewest, taken, lines, area, isCrowded) {
    const { ctx } = chart, small = isSmall(chart);
    const size = isNewest ? (small ? 20 : 27) : isCrowded ? 14 : small ? 16 : 20;
    let remark = point.status !== "published" && point.status_text ? point.status_text : "";
    const isAlone = !lines.some(([x1, y1, x2, y2]) => (x1 === point.x && y1 === point.y) || (x2 === point.x && y2 === point.y));
    const prefer = isNewest ? ["right", isAlone ? "below" : "above", "aboveLeft", "left"] : isAlone ? ["below", "above"] : ["aboveLeft", "belowRight", "above", "below"];
    const find = () => {
      const w = Math.max(width(ctx, point.text, size, 600), remark ? width(ctx, remark, 14) : 0);
      return place(point, w, size * 1.05 + (remark ? 18 : 0), small ? 8 : 12, prefer, taken, lines, area);
    };
    let box = find();
    if (remark && box.cost > 0) { remark = ""; box = find(); } // the key below says it, too
    if (isCrowded && box.cost > 0 && !isNewest) return;
    const { align } = box, x = { left: box.x, center: box.x + box.w / 2, right: box.x + box.w }[align];
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
    if (data.series.length < 2) return newestRoom(chart, data);
    const longest = Math.max(...data.series.map((series) => width(chart.ctx, `${series.name} ${series.points.at(-1)?.text ?? ""}`, 14, 600)));
    return Math.min(longest * 1.05 + 24, isSmall(chart) ? 108 : 220);
  }

  // Behind a line without room around its end, the newest value needs some of its own.
  function newestRoom(chart, data) {
    const newest = data.series[0].points.find((point) => point.newest), small = isSmall(chart), count = data.labels.length;
    if (count <= 9 || newest?.label !== data.labels[count - 1]) return 0;
    const needed = width(chart.ctx, newest.text, small ? 20 : 27, 600) + (small ? 8 : 12) + 6;
    return Math.max(0, needed - (chart.width - needed) / count / 2);
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

  return { plugin: staffPlugin, isBroken, nameRoom, rowsOfBreaks };
})();
