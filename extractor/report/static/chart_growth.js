// Growth by metric: a point for each fact, a bar for their median.

const MOST_METRICS = 24;

async function drawGrowth(place) {
  const comparisons = [
    ...groupBy(
      firstTold().filter((fact) => fact.measure === "growth" && fact.status === "actual"),
      (fact) => fact.comparison ?? "",
    ).entries(),
  ].sort((one, other) => other[1].length - one[1].length);
  if (comparisons.length === 0) return place.append(nothing("No growth here. Clear filters to see more."));
  const chosen = comparisons.find(([name]) => name === state.of)?.[0] ?? comparisons[0][0];
  place.append(
    picker(
      "Compared with",
      comparisons.map(([name, facts]) => [name, `${(name || "unsaid").replaceAll("_", " ")} (${facts.length})`]),
      chosen,
    ),
  );
  const groups = growthByMetric(chosen || null, MOST_METRICS);
  const box = el("div", { class: "chart" });
  place.append(box);
  const values = groups.flatMap((group, at) =>
    group.facts.map((fact) => ({
      row: `${at} ${group.name}`,
      value: fact.value,
      median: group.median,
      fact: fact.id,
      tip: `${fact.metric} ${valueText(fact)}\n${fact.subject ?? ""} ${periodText(fact.period)}\n${fact.article.name}`,
    })),
  );
  const y = rowAxis(groups.map((group, at) => `${at} ${group.name}`));
  await draw(
    box,
    {
      height: { step: 24 },
      data: { values },
      layer: [
        { mark: { type: "rule", color: colour("muted"), strokeWidth: 1 }, encoding: { x: { datum: 0 } } },
        {
          mark: { type: "bar", height: 6, opacity: 0.35, color: colour("measure-growth") },
          encoding: { y, x: { aggregate: "max", field: "median", type: "quantitative" } },
        },
        {
          mark: { type: "point", filled: true, size: 80, color: colour("measure-growth"), opacity: 0.85 },
          encoding: {
            y,
            x: {
              field: "value",
              type: "quantitative",
              title: "growth, %",
              axis: { orient: "top", grid: true, tickCount: innerWidth < 600 ? 4 : 10 },
            },
            tooltip: tip,
          },
        },
      ],
    },
    `Growth of ${count(groups.length, "metric")}; the table below has the figures`,
  );
  place.append(
    el("p", { class: "note" }, "Each point is a fact, the bar their median. Choose a point to see where it is said."),
    plainTable(
      "Growth by metric",
      ["Metric", "Median", "Facts"],
      groups.map((group) => [
        { zh: group.name },
        `${plain(group.median)}%`,
        el(
          "span",
          null,
          group.facts
            .slice(0, 12)
            .flatMap((fact, n) => [n > 0 ? "  " : "", factLink(fact, `${fact.subject ?? ""} ${valueText(fact)}`)]),
        ),
      ]),
    ),
  );
}
