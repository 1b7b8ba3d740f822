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
        el(
          "a",
          { href: hashOf({ chart: name, of: "", span: "", who: [] }), "aria-current": name === now ? "page" : null },
          label,
        ),
      ),
    ),
    el("h2", null, CHARTS[now]),
    place,
  );
  await { targets: drawTargets, growth: drawGrowth, time: drawTime }[now](place, eachOnce(shown.facts));
}

/** What the controls say, for paper, where they are left out. */
const onPaper = (text) => zh(text.replaceAll("_", " "), "h3", { class: "on-paper" });

/** On paper nothing can be unfolded: it all is. */
function unfold(isPrinted) {
  for (const part of document.querySelectorAll(isPrinted ? "#view-charts details:not([open])" : "#view-charts details.printed")) {
    part.open = isPrinted;
    part.classList.toggle("printed", isPrinted);
  }
}
addEventListener("beforeprint", () => unfold(true));
addEventListener("afterprint", () => unfold(false));

const whoOf = (fact) => subjectLabel(fact, report.names);

/** The lines of a point's tooltip. */
const factTip = (fact, more = []) =>
  [whoOf(fact), `${fact.metric} ${valueText(fact)}`, periodText(fact.period), ...more, toldBy(fact)].filter(Boolean).join("\n");
