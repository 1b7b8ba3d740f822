// Three charts, each with its table below: which one is shown, and of which facts.

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
        el("a", { href: hashOf({ chart: name, of: "", span: "", who: [] }), "aria-current": name === now ? "page" : null }, label),
      ),
    ),
    el("h2", null, CHARTS[now]),
    place,
  );
  await { targets: drawTargets, growth: drawGrowth, time: drawTime }[now](place, eachOnce(shown.facts));
}

const whoOf = (fact) => subjectLabel(fact, report.names);

/** The lines of a point's tooltip. */
const factTip = (fact, more = []) =>
  [whoOf(fact), `${fact.metric} ${valueText(fact)}`, periodText(fact.period), ...more, toldBy(fact)].filter(Boolean).join("\n");
