// Charts: ECharts fed by a JSON script beside the box; colours come from the tokens, patterns never from colour alone.

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const drawn = [];

function colours() {
  // Meaning colours belong to promises; series differ by shade and pattern.
  return ["--accent", "--accent-line", "--ink-faint", "--line-strong", "--ink-soft", "--accent-strong"].map(token);
}
function dressed(option) {
  const ink = token("--ink-soft"), line = token("--line");
  const axis = (a) => ({ axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: ink, fontSize: 12 }, splitLine: { lineStyle: { color: line } }, ...a });
  const each = (a) => (Array.isArray(a) ? a.map(axis) : a && axis(a));
  return {
    color: colours(), backgroundColor: "transparent", animationDuration: 250,
    textStyle: { fontFamily: token("--font"), color: ink },
    grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    aria: { enabled: true, decal: { show: option.series?.length > 1 } },
    ...option,
    legend: option.legend && { textStyle: { color: ink }, top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, ...option.legend },
    // Rich text keeps the tooltip free of inline styles, which the content policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: token("--raised"), borderColor: line, textStyle: { color: token("--ink"), fontSize: 12 }, ...option.tooltip },
    xAxis: each(option.xAxis), yAxis: each(option.yAxis),
  };
}
function draw(box) {
  const data = document.getElementById(box.dataset.chart);
  if (!data || !window.echarts) return;
  const chart = window.echarts.getInstanceByDom(box) ?? window.echarts.init(box, null, { renderer: "svg" });
  const option = JSON.parse(data.textContent);
  chart.setOption(dressed(option), true);
  chart.off("click");
  chart.on("click", (event) => { const href = event.data?.href ?? option.links?.[event.dataIndex]; if (href) location.assign(href); });
  drawn.push(chart);
}
const boxes = document.querySelectorAll("[data-chart]");
boxes.forEach(draw);
new ResizeObserver(() => drawn.forEach((chart) => chart.resize())).observe(document.body);
addEventListener("makegood:appearance", () => boxes.forEach(draw));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => boxes.forEach(draw));
addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chart-png]");
  if (!button) return;
  const box = document.querySelector(`[data-chart="${CSS.escape(button.dataset.chartPng)}"]`);
  const canvas = window.echarts.init(document.createElement("div"), null, { renderer: "canvas", width: box.clientWidth, height: box.clientHeight });
  canvas.setOption({ ...window.echarts.getInstanceByDom(box).getOption(), animation: false });
  const link = Object.assign(document.createElement("a"), { href: canvas.getDataURL({ pixelRatio: 2, backgroundColor: token("--surface") }), download: `${box.dataset.chart}.png` });
  link.click();
  canvas.dispose();
});
