// Draws the charts of a page with Apache ECharts, which is loaded only if there is one.
//
// <div data-chart aria-labelledby="…"></div> is followed by <script type="application/json"> with an ECharts option in which strings
// that begin with "$" name a token ("$accent", "$chart-2") and strings that begin with "@" name a drawing function from below.
// What differs by width stands under "media". The table with the same figures stands beside it and is there without this script.

const library = "/_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js";
const find = () => [...document.querySelectorAll("[data-chart]")];
const begin = () => load().then(drawAll, () => { for (const place of find()) place.dataset.failed = ""; }); // the tables remain

// a page that puts charts in the place of others, or its first ones, says so by "certus:charts"
if (find().length > 0) begin();
else document.addEventListener("certus:charts", begin, { once: true });

function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function drawAll() {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const charts = new Map();
  let places = find();

  const draw = (place) => {
    charts.get(place)?.dispose();
    const option = JSON.parse(place.parentElement.querySelector('script[type="application/json"]').textContent);
    const token = readTokens(place);
    const chart = window.echarts.init(place, theme(token), { renderer: "canvas" });
    const { media, ...base } = { ...common(place, option, still.matches), ...resolve(option, token) };
    chart.setOption(media ? { baseOption: base, media } : base);
    charts.set(place, chart);
  };
  const redraw = () => places.forEach(draw);

  redraw();
  document.addEventListener("certus:theme", redraw);
  dark.addEventListener("change", redraw);
  still.addEventListener("change", redraw);
  const sizes = new ResizeObserver((entries) => { for (const { target } of entries) charts.get(target)?.resize(); });
  for (const place of places) sizes.observe(place);
  document.addEventListener("certus:charts", () => {
    sizes.disconnect();
    for (const chart of charts.values()) chart.dispose();
    charts.clear();
    places = find();
    for (const place of places) {
      draw(place);
      sizes.observe(place);
    }
  });
  addEventListener("beforeprint", () => { for (const chart of charts.values()) chart.resize(); });
}

// light-dark() is text in a custom property; only a used color tells which half counts
function readTokens(place) {
  const probe = place.ownerDocument.createElement("span");
  place.append(probe);
  const names = ["ink", "ink-soft", "line", "line-strong", "surface", "sunken", "accent", "accent-wash", "good", "bad", "warn", "chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6"];
  const tokens = Object.fromEntries(names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  tokens.font = getComputedStyle(place).fontFamily;
  probe.remove();
  return tokens;
}

function theme(token) {
  const axis = {
    axisLine: { lineStyle: { color: token["line-strong"] } },
    axisTick: { lineStyle: { color: token["line-strong"] } },
    axisLabel: { color: token["ink-soft"] },
    nameTextStyle: { color: token["ink-soft"] },
    splitLine: { lineStyle: { color: token.line } },
  };
  return {
    color: [1, 2, 3, 4, 5, 6].map((i) => token[`chart-${i}`]),
    backgroundColor: "transparent",
    textStyle: { color: token.ink, fontFamily: token.font },
    legend: { textStyle: { color: token.ink } },
    categoryAxis: axis, valueAxis: axis, timeAxis: axis, logAxis: axis,
    tooltip: {
      backgroundColor: token.surface, borderColor: token["line-strong"], textStyle: { color: token.ink, fontFamily: token.font },
    },
  };
}

function common(place, option, still) {
  const several = [option.series].flat().filter((series) => series.type !== "custom").length > 1;
  return {
    animation: !still,
    animationDuration: 250,
    aria: { enabled: true, label: { enabled: !place.hasAttribute("aria-labelledby") }, decal: { show: several } },
    grid: { left: 8, right: 16, top: 24, bottom: 8, outerBoundsMode: "same" },
    tooltip: { trigger: "item", renderMode: "richText", confine: true }, // HTML tooltips need inline styles, which the page forbids
  };
}

function resolve(value, token) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, token));
  if (value !== null && typeof value === "object") {
    const resolved = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, token)]));
    if (resolved.tooltip) resolved.tooltip = { renderMode: "richText", confine: true, ...resolved.tooltip };
    return resolved;
  }
  if (typeof value === "string" && value[0] === "$") return token[value.slice(1)] ?? value;
  if (typeof value === "string" && value[0] === "@") return drawings[value.slice(1)]?.(token) ?? value;
  return value;
}

// a whisker from low to high, edged with the ground's color so that it is seen over a bar as well; data rows are [category, low, high]
const whisker = (across, token) => (params, api) => {
  const [category, low, high] = [api.value(0), api.value(1), api.value(2)];
  const from = api.coord(across ? [low, category] : [category, low]);
  const to = api.coord(across ? [high, category] : [category, high]);
  const half = 6;
  const lines = (stroke, lineWidth) => {
    const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth, lineCap: "square" } });
    const cap = ([x, y]) => (across ? line(x, y - half, x, y + half) : line(x - half, y, x + half, y));
    return [line(...from, ...to), cap(from), cap(to)];
  };
  return { type: "group", children: [...lines(token.surface, 6), ...lines(api.visual("color"), 2)] };
};

// a line from the first to the last, a bar between the quartiles, a dot at the median; rows are [category, 5 %, 25 %, 50 %, 75 %, 95 %].
// Two of them share a category, one above its middle with a full bar and one below it with an open bar.
const interval = (above, token) => (params, api) => {
  const [low, from, middle, to, high] = [1, 2, 3, 4, 5].map((dimension) => api.coord([api.value(dimension), api.value(0)])[0]);
  const step = Math.min(9, api.size([0, 1])[1] / 4);
  const y = api.coord([0, api.value(0)])[1] + (above ? -step : step);
  const [color, half] = [api.visual("color"), Math.max(3, step * 0.55)];
  return {
    type: "group",
    children: [
      { type: "line", shape: { x1: low, y1: y, x2: high, y2: y }, style: { stroke: color, lineWidth: 2 } },
      { type: "rect", shape: { x: from, y: y - half, width: Math.max(1, to - from), height: 2 * half }, style: above ? { fill: color } : { fill: "transparent", stroke: color, lineWidth: 2 } },
      { type: "circle", shape: { cx: middle, cy: y, r: half + 1.5 }, style: { fill: token.surface, stroke: color, lineWidth: 2.5 } },
    ],
  };
};

const dollars = (value) => `${value < 0 ? "−" : ""}$${Math.abs(value).toLocaleString("en-US")}`;

const drawings = {
  dollars: () => dollars, whiskerAcross: (token) => whisker(true, token), whiskerUp: (token) => whisker(false, token),
  intervalAbove: (token) => interval(true, token), intervalBelow: (token) => interval(false, token),
};
