// Three charts, each with its table below: which one is shown.

const CHARTS = { targets: "Targets against actuals", growth: "Growth by metric", time: "One metric over time" };

async function renderCharts() {
  const now = state.chart;
  const place = el("div", { class: "chart-place" });
  fill(
    $("view-charts"),
    el(
      "nav",
      { class: "chart-tabs", "aria-label": "Charts" },
      Object.entries(CHARTS).map(([name, label]) =>
        el("a", { href: hashOf({ chart: name, of: "" }), "aria-current": name === now ? "page" : null }, label),
      ),
    ),
    el("h2", null, CHARTS[now]),
    place,
  );
  await { targets: drawTargets, growth: drawGrowth, time: drawTime }[now](place);
}
