/* Draws every <canvas data-chart="ID"> from the JSON in <script id="ID" type="application/json">.

The JSON, built in Python and carried by json_script:
  type           "line" or "column" (columns lie down, one row a label)
  title, area    what is drawn, about where; written by the template, not here
  unit           noun of the unit; unit_symbol "%" or "" stands at the top of the axis
  language       "vi" or "en", for the numbers of the axis
  labels         periods in order, with those that have no figure: ["2021", "2022", …]
  y              {min, max, step, reverse}: the whole scale, never cut; reverse for ranks (1 on top)
  series         [{name, points: [{label, value or null, text, status, status_text, newest, url}]}]; value a number,
                 text as people read it with its comparator, status a badge's shape (published, estimated,
                 preliminary, …), status_text its word, written beside what is not published; newest true on at
                 most one point; url of the fact, for the table beside the chart
  breaks         [{before_label, text}]: dashed line before that label; nothing is joined across it
  empty_labels   [{label, text}]: "không có số" under a period without a figure
  targets        [{label, value, text}]
  disagreements  [{label, value, text}]: what another source prints; text without the ≠
  hatch          [{from, to, text}]: labels where the area has no figures
*/
(() => {
  const { INK, INK2, RED, CONTROL, RULE, LINE, PAPER, SERIES, isSmall, font, css, width } = chartDrawing;

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
    return {
      type: "line",
      datasets: data.series.map((series, row) => ({
        label: series.name, pointRadius: 0, pointHitRadius: 14, borderWidth: 2.5,
        borderColor: SERIES[row % SERIES.length].color, borderDash: data.series.length > 1 ? SERIES[row % SERIES.length].dash : [],
        segment: { borderColor: (c) => chartStaff.isBroken(data, c.p0DataIndex, c.p1DataIndex) ? "transparent" : undefined },
      })),
      scales: { x: categoryAxis(data), y: valueAxis(data) },
      padding: (c) => ({ top: 12 + 20 * (1 + Math.max(-1, ...chartStaff.rowsOfBreaks(c.chart, data))), right: Math.max(chartStaff.nameRoom(c.chart, data), 16), bottom: 4 }),
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
      plugins: [chartStaff.plugin],
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

  // Each is drawn as it comes near the window: a long page is not held up by what nobody sees yet.

  const near = new IntersectionObserver((seen) => {
    for (const each of seen) if (each.isIntersecting) draw(each.target);
  }, { rootMargin: "200px" });

  function draw(canvas) {
    near.unobserve(canvas);
    const source = document.getElementById(canvas.dataset.chart);
    if (source && !Chart.getChart(canvas)) new Chart(canvas, settings(JSON.parse(source.textContent)));
  }

  function watchAll() {
    for (const chart of Object.values(Chart.instances)) if (!chart.canvas.isConnected) chart.destroy();
    for (const canvas of document.querySelectorAll("canvas[data-chart]")) if (!Chart.getChart(canvas)) near.observe(canvas);
  }

  Promise.allSettled([400, 600].map((weight) => document.fonts.load(css(16, weight), "Số 90"))).then(watchAll);
  document.addEventListener("htmx:afterSettle", watchAll);
  addEventListener("beforeprint", () => document.querySelectorAll("canvas[data-chart]").forEach(draw));
})();
