// Draws the charts of report.html from the data in the page. The tables need none of this.
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const result = read("result");
  const series = result.series;
  const latencies = read("latencies");
  const charts = [];
  const PRINT_WIDTH = 680;
  const narrow = () => window.innerWidth < 640 && document.documentElement.dataset.print == null;

  // Colours are asked for whenever a chart is drawn, so that it follows the page from light to dark and to paper.
  const colour = (name) => () => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const TONES = { accent: "accent", soft: "accent-soft", quiet: "muted", alarm: "bad" };

  const two = (n) => String(n).padStart(2, "0");
  const clock = (s) => {
    const whole = Math.round(s);
    const minutes = Math.floor(whole / 60);
    return minutes < 60
      ? minutes + ":" + two(whole % 60)
      : Math.floor(minutes / 60) + ":" + two(minutes % 60) + ":" + two(whole % 60);
  };
  const digits = (v) => v.toLocaleString("en", { maximumSignificantDigits: v >= 100 ? Math.ceil(Math.log10(v + 1)) : 3 });
  const latency = (ms) =>
    ms == null ? "" : ms < 1 ? digits(ms * 1e3) + " µs" : ms < 1e3 ? digits(ms) + " ms" : digits(ms / 1e3) + " s";
  const amount = (v) => (v == null ? "" : digits(v));

  const font = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  const axis = (options) => ({
    stroke: colour("muted"),
    font,
    grid: { stroke: colour("line"), width: 1 },
    ticks: { show: false },
    ...options,
  });
  const timeAxis = () => axis({
    grid: { show: false },
    size: 30,
    space: 60,
    incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800],
    values: (u, splits) => splits.map(clock),
  });
  const line = (label, tone, options) => ({
    label,
    class: tone,
    stroke: colour(TONES[tone]),
    width: 1.5,
    points: { show: false },
    value: (u, v) => amount(v),
    ...options,
  });
  const end = Math.max(1, ...series.atSeconds.slice(-1));
  const timeScale = { time: false, range: () => [0, end] };
  const time = { label: "", value: (u, v) => (v == null ? "" : "at " + clock(v)) };

  // Latencies lie on a scale of 1, 2, 5, 10 and so on; where that would be too much, powers of ten alone are marked.
  const STEPS = [1, 2, 5, 10];
  const power = (v) => 10 ** Math.floor(Math.log10(v) + 1e-9);
  const stepBelow = (v) => power(v) * STEPS.filter((step) => step <= v / power(v) + 1e-9).pop();
  const stepAbove = (v) => power(v) * STEPS.find((step) => step >= v / power(v) - 1e-9);
  const isStep = (v, only) => STEPS.some((step) => (!only || step === 1) && Math.abs(v / power(v) - step) < 1e-6);
  const latencyScale = {
    distr: 3,
    range: (u, min, max) => (max > 0 ? [stepBelow(Math.max(min, 1e-3)), stepAbove(Math.max(max, 2e-3) * 1.01)] : [1, 10]),
  };
  const marked = (u, splits) => {
    const tensOnly = u.scales.y.max / u.scales.y.min > 1e3;
    return splits.map((v) => (isStep(v, tensOnly) ? v : null));
  };
  const latencyAxis = () => axis({
    size: 58,
    filter: marked,
    grid: { stroke: colour("line"), width: 1, filter: marked },
    values: (u, splits) => splits.map(latency),
  });

  const onPaper = () => document.documentElement.dataset.print != null;
  const width = (element) => (onPaper() ? PRINT_WIDTH : element.clientWidth);
  const height = (tall) => Math.round((tall ? 1.25 : 1) * (onPaper() ? 190 : narrow() ? 200 : 240));
  const draw = (id, options, data, tall = false) => {
    const element = document.getElementById("chart-" + id);
    const chart = new uPlot(
      {
        width: width(element),
        height: height(tall),
        legend: { markers: { show: false } },
        cursor: { drag: { x: false, y: false }, points: { size: 7 } },
        ...options,
      },
      data,
      element,
    );
    chart.host = element;
    chart.tall = tall;
    charts.push(chart);
    return chart;
  };

  // Clients a second, from cumulative counts; an interval that is too short to tell is counted with the one before.
  const rates = (columns) => {
    const at = [];
    const values = columns.map(() => []);
    let from = -1;
    for (let i = 0; i < series.atSeconds.length; i++) {
      const start = from < 0 ? 0 : series.atSeconds[from];
      const length = series.atSeconds[i] - start;
      if (length >= 0.5) {
        at.push(series.atSeconds[i]);
        columns.forEach((column, c) => {
          values[c].push((series[column][i] - (from < 0 ? 0 : series[column][from])) / length);
        });
        from = i;
      }
    }
    return [at, ...values];
  };

  const countScale = { range: (u, min, max) => [0, max > 0 ? max * 1.08 : 1] };
  const countAxis = () => axis({ size: 58, values: (u, splits) => splits.map(amount) });
  const sync = { cursor: { drag: { x: false, y: false }, points: { size: 7 }, sync: { key: "time" } } };
  const some = (column) => series[column].some((v) => v > 0);

  // What a person did to the rate: a line at each moment, and what it was from then on, where there is room for it.
  const markChanges = (u) => {
    u.ctx.save();
    u.ctx.font = 12 * devicePixelRatio + "px system-ui, sans-serif";
    u.ctx.textAlign = "left";
    u.ctx.textBaseline = "top";
    u.ctx.strokeStyle = u.ctx.fillStyle = colour("doubtful")();
    u.ctx.lineWidth = devicePixelRatio;
    u.ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    let free = u.bbox.left;
    for (const change of result.rateChanges) {
      const x = u.valToPos(change.atSeconds, "x", true);
      const text = change.factor === 0 ? "paused" : "× " + digits(change.factor);
      const length = u.ctx.measureText(text).width + 8 * devicePixelRatio;
      u.ctx.beginPath();
      u.ctx.moveTo(x, u.bbox.top);
      u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
      u.ctx.stroke();
      if (x >= free && x + length <= u.bbox.left + u.bbox.width) {
        u.ctx.fillText(text, x + 4 * devicePixelRatio, u.bbox.top);
        free = x + length;
      }
    }
    u.ctx.restore();
  };

  const drawRate = () => {
    const lines = [
      ["offered", line("due", "quiet", { width: 1.25, dash: [4, 4] })],
      ["signedIn", line("signed in", "accent", { width: 2 })],
    ];
    if (some("failed")) lines.push(["failed", line("failed", "alarm")]);
    if (some("lost")) lines.push(["lost", line("lost", "alarm", { dash: [2, 3] })]);
    draw(
      "rate",
      {
        ...sync,
        scales: { x: timeScale, y: countScale },
        axes: [timeAxis(), countAxis()],
        series: [time, ...lines.map((l) => l[1])],
        hooks: { draw: [markChanges] },
      },
      rates(lines.map((l) => l[0])),
    );
  };

  const drawClients = () => {
    const soft = () => colour("accent")() + "22";
    draw(
      "clients",
      {
        ...sync,
        scales: { x: timeScale, y: countScale },
        axes: [timeAxis(), countAxis()],
        series: [time, line("signed in", "accent", { width: 2, fill: soft }), line("on their way", "quiet")],
      },
      [[0, ...series.atSeconds], [0, ...series.held], [0, ...series.open]],
    );
  };

  // Where nothing happened for longer than an interval the line is broken.
  const overTime = (stage) => {
    const data = [[], [], [], [], []];
    const columns = [stage.atSeconds, stage.p50, stage.p90, stage.p99, stage.max];
    for (let i = 0; i < stage.atSeconds.length; i++) {
      const before = data[0][data[0].length - 1];
      if (i > 0 && stage.atSeconds[i] - before > 2 * latencies.widthSeconds) {
        data.forEach((column, c) => column.push(c === 0 ? before + latencies.widthSeconds : null));
      }
      columns.forEach((column, c) => data[c].push(column[i]));
    }
    return data;
  };

  const drawLatencyTime = () => {
    const ms = { value: (u, v) => latency(v) };
    const single = latencies.stages.every((stage) => stage.atSeconds.length < 3);
    const dots = single ? { points: { show: true, size: 6 } } : {};
    return draw(
      "latency-time",
      {
        scales: { x: timeScale, y: latencyScale },
        axes: [timeAxis(), latencyAxis()],
        series: [
          time,
          line("p50", "soft", { ...ms, ...dots }),
          line("p90", "soft", { ...ms, ...dots, dash: [4, 3] }),
          line("p99", "accent", { ...ms, ...dots, width: 2 }),
          line("max", "quiet", { ...ms, ...dots, width: 1 }),
        ],
      },
      overTime(latencies.stages[0]),
    );
  };

  const share = (decades) => {
    const percent = 100 * (1 - 10 ** -decades);
    return percent.toFixed(Math.max(0, Math.round(decades) - 2)) + " %";
  };

  // The name of each curve beside its end, moved apart where they would lie upon each other.
  const nameCurves = (u, chosen) => {
    const names = [];
    latencies.stages.forEach((stage, i) => {
      const last = stage.curve.length - 1;
      names.push({ i, y: u.valToPos(stage.curve[last], "y", true) });
    });
    names.sort((a, b) => a.y - b.y);
    const step = 14 * devicePixelRatio;
    for (let i = 1; i < names.length; i++) names[i].y = Math.max(names[i].y, names[i - 1].y + step);
    const over = names.length ? names[names.length - 1].y - (u.bbox.top + u.bbox.height) : 0;
    if (over > 0) {
      names[names.length - 1].y -= over;
      for (let i = names.length - 2; i >= 0; i--) names[i].y = Math.min(names[i].y, names[i + 1].y - step);
    }
    const x = u.bbox.left + u.bbox.width + 7 * devicePixelRatio;
    u.ctx.save();
    u.ctx.font = 12 * devicePixelRatio + "px system-ui, sans-serif";
    u.ctx.textAlign = "left";
    u.ctx.textBaseline = "middle";
    for (const name of names) {
      u.ctx.fillStyle = colour(name.i === chosen() ? "accent" : "muted")();
      const stage = latencies.stages[name.i];
      u.ctx.fillText(narrow() ? stage.word : stage.title.replace(", from due", ""), x, name.y);
    }
    u.ctx.restore();
  };

  const drawCurves = (chosen) => {
    const longest = Math.max(...latencies.stages.map((stage) => stage.curve.length));
    const x = Array.from({ length: longest }, (_, i) => i / latencies.pointsPerDecade);
    const isChosen = (i) => i === chosen();
    return draw(
      "latency-curve",
      {
        scales: { x: { time: false, range: (u, min, max) => [0, Math.max(max, 1)] }, y: latencyScale },
        padding: [null, () => (narrow() ? 92 : 180), null, null],
        axes: [
          axis({
            size: 30,
            splits: (u, i, min, max) => [0, Math.log10(2), ...Array.from({ length: Math.floor(max) }, (_, n) => n + 1)],
            values: (u, splits) => splits.map((d) => (d === 0 ? "" : share(d))),
          }),
          latencyAxis(),
        ],
        series: [
          { label: "of the clients", value: (u, v) => (v == null ? "" : share(v)) },
          ...latencies.stages.map((stage, i) => ({
            ...line(stage.title, "quiet", { value: (u, v) => latency(v) }),
            stroke: () => colour(isChosen(i) ? "accent" : "muted")(),
            width: isChosen(i) ? 2.5 : 1,
          })),
        ],
        legend: { show: false },
        hooks: { draw: [(u) => nameCurves(u, chosen)] },
      },
      [x, ...latencies.stages.map((stage) => x.map((_, i) => (i < stage.curve.length ? stage.curve[i] : null)))],
      true,
    );
  };

  const chooser = (choose) => {
    const place = document.getElementById("stages");
    latencies.stages.forEach((stage, i) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      const name = document.createElement("span");
      input.type = "radio";
      input.name = "stage";
      input.checked = i === 0;
      input.addEventListener("change", () => choose(i));
      name.textContent = stage.title;
      label.append(input, name);
      place.append(label);
    });
  };

  const drawLatencies = () => {
    let chosen = 0;
    const overTimeChart = drawLatencyTime();
    const curves = drawCurves(() => chosen);
    chooser((index) => {
      curves.series[1 + chosen].width = 1;
      chosen = index;
      curves.series[1 + chosen].width = 2.5;
      overTimeChart.setData(overTime(latencies.stages[index]));
      curves.redraw();
    });
  };

  const redraw = () => charts.forEach((chart) => chart.redraw());
  const resize = () => charts.forEach((chart) => {
    const size = { width: width(chart.host), height: height(chart.tall) };
    if (size.width > 0 && (size.width !== chart.width || size.height !== chart.height)) chart.setSize(size);
  });
  const empty = (id) => {
    document.getElementById("chart-" + id).textContent = "Nothing was measured.";
  };

  if (series.atSeconds.length > 0) {
    drawRate();
    drawClients();
  } else {
    ["rate", "clients"].forEach(empty);
  }
  if (latencies.stages.length > 0) {
    drawLatencies();
  } else {
    ["latency-time", "latency-curve"].forEach(empty);
  }
  new ResizeObserver(resize).observe(document.querySelector("main"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  const details = document.querySelector("details");
  let wasOpen = false;
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.print = "";
    if (details) {
      wasOpen = details.open;
      details.open = true;
    }
    resize();
    redraw();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.print;
    if (details) details.open = wasOpen;
    resize();
    redraw();
  });
  document.documentElement.dataset.drawn = charts.length;
})();
