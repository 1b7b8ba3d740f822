// One metric over time, a colour for each subject.

const MOST_SUBJECTS = 7; // more share one colour

async function drawTime(place) {
  const all = timeSeries();
  if (all.length === 0) return place.append(nothing("No figure with a period here. Clear filters to see more."));
  const series = all.find(({ id }) => id === state.of) ?? all[0];
  place.append(
    picker(
      "Metric",
      all.slice(0, 200).map(({ id, name, facts }) => [id, `${name} – ${count(facts.length, "fact")}`]),
      series.id,
    ),
  );
  const subjects = [...groupBy(series.facts, (fact) => fact.subject ?? "–")]
    .sort((one, other) => other[1].length - one[1].length)
    .map(([name]) => name);
  const kept = new Set(subjects.slice(0, MOST_SUBJECTS));
  const values = series.facts.map((fact) => ({
    end: `${fact.period.end}T00:00:00`,
    value: fact.value,
    subject: kept.has(fact.subject ?? "–") ? (fact.subject ?? "–") : "others",
    line: `${fact.subject} ${spanOf(fact.period)}`,
    span: spanOf(fact.period),
    fact: fact.id,
    tip: `${fact.subject ?? ""}\n${fact.metric} ${valueText(fact)}\n${periodText(fact.period)}\n${fact.article.name}`,
  }));
  const box = el("div", { class: "chart" });
  place.append(box);
  const x = {
    field: "end",
    type: "temporal",
    title: "end of the period",
    scale: { padding: 16 },
    axis: { format: "%Y-%m", labelOverlap: true, tickCount: innerWidth < 600 ? 4 : 10 },
  };
  const y = {
    field: "value",
    type: "quantitative",
    title: series.facts[0].unit ?? "",
    scale: { zero: false, nice: true },
    axis: { format: "~s" },
  };
  const tint = {
    field: "subject",
    type: "nominal",
    title: null,
    scale: {
      domain: [...kept, ...(subjects.length > MOST_SUBJECTS ? ["others"] : [])],
      range: [...[...kept].map((_, at) => colour(`measure-${MEASURES[at]}`)), colour("muted")],
    },
    legend: { columns: innerWidth < 600 ? 2 : 5, labelLimit: 160 },
  };
  await draw(
    box,
    {
      height: 340,
      data: { values },
      layer: [
        {
          transform: [{ filter: { field: "subject", oneOf: [...kept] } }],
          mark: { type: "line", strokeWidth: 1.5, opacity: 0.6 },
          encoding: { x, y, color: tint, detail: { field: "line" } },
        },
        {
          mark: { type: "point", filled: true, size: 80, opacity: 0.9 },
          encoding: { x, y, color: tint, shape: { field: "span", type: "nominal", title: null }, tooltip: tip },
        },
      ],
    },
    `${series.name} over time; the table below has the figures`,
  );
  const rows = [...series.facts].sort(
    (one, other) => one.period.end.localeCompare(other.period.end) || compareChinese(one.subject ?? "", other.subject ?? ""),
  );
  place.append(
    el("p", { class: "note" }, "Lines join figures of one subject for periods of one length."),
    plainTable(
      series.name,
      ["Period", "Subject", "Value", "Article"],
      rows.map((fact) => [periodText(fact.period), { zh: fact.subject ?? "–" }, factLink(fact), { zh: fact.article.name }]),
    ),
  );
}
