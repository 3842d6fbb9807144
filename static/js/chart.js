"use strict";
/* Charts in the house style: few colours by meaning, bars from zero, values written on them, intervals drawn where a
   number is an estimate. The library is fetched when a chart comes into view. The figures stand in a JSON block of the
   page: {kind, categories, urls, series: [{name, values, low, high, tone}], unit, line: {value, label}}. */

(function () {
  const COLOURS = { accent: "#b3261e", muted: "#8b9097", blue: "#2f6fb5", amber: "#c77700", red: "#cf2f2f", green: "#2c8a52", past: "#d5d9de" };
  const BRIGHT = { accent: "#ff7a72", red: "#ff7a72", blue: "#74aef0", muted: "#aab1b9", green: "#5cc78a" }; /* on dark ground */
  const EDGES = { past: "#8b9097" }; /* pale bars keep their edge in print */
  const ORDER = ["blue", "muted", "amber", "green", "accent"];
  const UPRIGHT = 660; /* pixels between the margins of an upright A4 page */
  let library = null;

  function load(address) {
    if (!library) {
      library = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => resolve(window.echarts);
        script.onerror = reject;
        document.head.append(script);
      });
    }
    return library;
  }

  /* Pixels of the letters: a screen on a wall has larger ones. */
  function sizeIn(box) {
    return parseInt(getComputedStyle(box).getPropertyValue("--chart-size"), 10) || 12;
  }

  /* Of the page as it looks now, light or dark. */
  function shade(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function colour(series, index) {
    const tone = COLOURS[series.tone] ? series.tone : ORDER[index % ORDER.length];
    const isDark = document.documentElement.classList.contains("board-dark");
    return (isDark && BRIGHT[tone]) || COLOURS[tone];
  }

  function number(value) {
    return value === null || value === undefined ? "—" : Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 2 });
  }

  function valueAxis(spec, size) {
    return { type: "value", min: spec.kind === "line" && spec.min !== undefined ? spec.min : 0, max: spec.max, axisLabel: { color: shade("--ink-soft"), fontSize: size }, splitLine: { lineStyle: { color: shade("--line") } } };
  }

  function categoryAxis(spec, flat, size) {
    return {
      type: "category", data: spec.categories, inverse: flat, axisTick: { show: false },
      axisLine: { lineStyle: { color: shade("--line-strong") } }, axisLabel: { color: shade("--ink-soft"), fontSize: size, interval: flat ? 0 : "auto", width: flat ? 150 : undefined, overflow: flat ? "truncate" : undefined },
    };
  }

  function targetLine(spec, flat) {
    if (!spec.line) return undefined;
    const place = flat ? { xAxis: spec.line.value } : { yAxis: spec.line.value };
    return { silent: true, symbol: "none", lineStyle: { color: shade("--ink"), type: "dashed" }, label: { formatter: spec.line.label + " " + number(spec.line.value), color: shade("--ink"), position: flat ? "end" : "insideEndTop" }, data: [place] };
  }

  function labelPlace(series, flat) {
    if (series.low) return { position: flat ? "insideLeft" : "insideBottom", color: "#fff" };
    return { position: flat ? "right" : "top", color: shade("--ink") };
  }

  function mainSeries(spec, flat, size) {
    const isLine = spec.kind === "line";
    return spec.series.map((series, index) => ({
      name: series.name, type: isLine ? "line" : "bar", data: series.values, color: colour(series, index), barMaxWidth: flat ? 16 : 32,
      symbolSize: 6, lineStyle: { width: 2, type: index % 2 ? "dashed" : "solid" }, markLine: index === 0 ? targetLine(spec, flat) : undefined,
      itemStyle: isLine ? undefined : { borderColor: EDGES[series.tone], borderWidth: EDGES[series.tone] ? 1 : 0 },
      label: { show: !isLine && (flat || spec.series.length === 1), fontSize: spec.series.length > 1 ? 11 : 12, ...labelPlace(series, flat), formatter: (point) => number(point.value) },
      endLabel: { show: isLine, formatter: series.name, fontSize: size, lineHeight: size + 3, color: colour(series, index) },
      labelLayout: isLine ? { moveOverlap: "shiftY" } : undefined,
    }));
  }

  function intervalSeries(spec, flat) {
    return spec.series.filter((series) => series.low && series.high).map((series) => ({
      name: series.name, type: "custom", silent: true, tooltip: { show: false }, z: 5,
      data: series.values.map((_, index) => [index, series.low[index], series.high[index]]),
      renderItem: (_, api) => whisker(api, flat),
    }));
  }

  function whisker(api, flat) {
    const at = (value) => (flat ? api.coord([value, api.value(0)]) : api.coord([api.value(0), value]));
    const [low, high] = [at(api.value(1)), at(api.value(2))];
    const style = { stroke: shade("--ink"), lineWidth: 1.5, fill: null };
    const tick = (point) => ({ type: "line", style, shape: flat ? { x1: point[0], y1: point[1] - 4, x2: point[0], y2: point[1] + 4 } : { x1: point[0] - 4, y1: point[1], x2: point[0] + 4, y2: point[1] } });
    return { type: "group", children: [{ type: "line", style, shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] } }, tick(low), tick(high)] };
  }

  function options(spec, box) {
    const flat = spec.kind === "bars";
    const size = sizeIn(box);
    const axes = flat ? { xAxis: valueAxis(spec, size), yAxis: categoryAxis(spec, true, size) } : { xAxis: categoryAxis(spec, false, size), yAxis: valueAxis(spec, size) };
    return {
      ...axes, animation: false, textStyle: { fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: spec.kind === "line" ? 18 + 6 * size : 48, top: spec.series.length > 1 && spec.kind !== "line" ? 36 : 16, bottom: 8, containLabel: true },
      legend: { show: spec.series.length > 1 && spec.kind !== "line", top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 8, textStyle: { color: shade("--ink-soft") }, data: spec.series.map((series) => series.name) },
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, valueFormatter: (value) => number(value) + (spec.unit ? " " + spec.unit : "") },
      series: [...mainSeries(spec, flat, size), ...intervalSeries(spec, flat)],
    };
  }

  function draw(box, spec) {
    load(box.dataset.library).then((echarts) => {
      if (spec.kind === "bars") box.style.height = Math.max(120, spec.categories.length * (spec.series.length > 1 ? 40 : 28) + 60) + "px";
      const chart = echarts.init(box, null, { renderer: "svg" });
      chart.setOption(options(spec, box));
      document.addEventListener("chuangcheng:looks", () => chart.setOption(options(spec, box), true));
      new ResizeObserver(() => chart.resize()).observe(box);
      window.addEventListener("beforeprint", () => {
        chart.resize({ width: Math.min(box.clientWidth, UPRIGHT) });
        chart.getZr().flush(); /* the printer does not wait for the next frame */
      });
      window.addEventListener("afterprint", () => chart.resize({ width: "auto" }));
    }).catch(() => { box.hidden = true; box.parentElement.querySelector("details").open = true; });
  }

  window.Chuangcheng.enhance("[data-chart]", (box) => {
    const spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      draw(box, spec);
    }, { rootMargin: "200px" });
    watcher.observe(box);
  });
})();
