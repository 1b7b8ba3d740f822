// Targets against what came of them: rates as two points and the way between, amounts as a share of the target.

const MOST_PAIRS = 40;

async function drawTargets(place) {
  const pairs = targetPairs();
  if (pairs.length === 0)
    return place.append(
      nothing(
        "No target here has an outcome of the same subject, metric and time. Clear filters, or add articles that report on it.",
      ),
    );
  const kinds = [
    ["Growth, in %", dumbbells, ({ target }) => target.unit === "%" && target.measure === "growth"],
    ["Rates and shares, in %", dumbbells, ({ target }) => target.unit === "%" && target.measure !== "growth"],
    ["Amounts, as % of the target", shares, ({ target }) => target.unit !== "%" && target.value !== 0],
  ];
  const boxes = kinds
    .map(([title, spec, fits]) => [pairs.filter(fits).slice(0, MOST_PAIRS), title, spec])
    .filter(([some]) => some.length > 0);
  place.append(
    legendOf([
      ["target", "multiple", "◆"],
      ["actual", "level", "●"],
    ]),
  );
  for (const [some, title, spec] of boxes) {
    const box = el("div", { class: "chart" });
    place.append(el("h3", null, title), box);
    await draw(
      box,
      spec(some),
      `${title}: ${count(some.length, "target")} with what came of it; the table below has the figures`,
    );
  }
  place.append(
    plainTable(
      "Targets and what came of them",
      ["Subject", "Metric", "Target", "For", "Actual", "In", ""],
      pairs.map(({ target, actual, verdict }) => [
        { zh: target.subject ?? "–" },
        { zh: target.metric },
        factLink(target),
        periodText(target.period),
        factLink(actual),
        periodText(actual.period),
        el("span", { class: `badge ${verdict === "reached" ? "good" : verdict === "not reached" ? "bad" : ""}` }, verdict),
      ]),
    ),
  );
}

const pairRow = ({ target, actual, verdict }, at) => ({
  row: `${at} ${target.subject ?? ""} ${target.metric} ${periodText(target.period)}`,
  target: target.value,
  actual: actual.value,
  share: (100 * actual.value) / target.value,
  verdict,
  fact: actual.id,
  name: `${target.subject ?? ""} ${target.metric}`,
  tip: [
    target.metric,
    target.subject ?? "",
    `target ${valueText(target)} for ${periodText(target.period)}`,
    `actual ${valueText(actual)} in ${periodText(actual.period)}`,
    verdict,
  ].join("\n"),
});

function dumbbells(pairs) {
  const y = rowAxis(null);
  const x = (field) => ({
    field,
    type: "quantitative",
    title: "%",
    scale: { zero: false, nice: true },
    axis: { tickCount: innerWidth < 600 ? 4 : 10 },
  });
  return {
    height: { step: 26 },
    data: { values: pairs.map(pairRow) },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 3, opacity: 0.45, color: colour("muted") },
        encoding: { y, x: x("target"), x2: { field: "actual" } },
      },
      {
        mark: { type: "point", shape: "diamond", filled: true, size: 110, color: colour("measure-multiple"), opacity: 1 },
        encoding: { y, x: x("target"), tooltip: tip },
      },
      {
        mark: { type: "point", shape: "circle", filled: true, size: 110, color: colour("measure-level"), opacity: 1 },
        encoding: { y, x: x("actual"), tooltip: tip },
      },
    ],
  };
}

function shares(pairs) {
  const y = rowAxis(null);
  return {
    height: { step: 26 },
    data: { values: pairs.map(pairRow) },
    layer: [
      {
        mark: { type: "bar", height: 12, color: colour("measure-level"), cornerRadiusEnd: 3 },
        encoding: {
          y,
          x: {
            field: "share",
            type: "quantitative",
            title: "actual as % of target",
            axis: { tickCount: innerWidth < 600 ? 4 : 10 },
            scale: {
              clamp: true,
              domainMin: 0,
              domainMax: Math.min(300, Math.max(120, ...pairs.map(({ target, actual }) => (105 * actual.value) / target.value))),
            },
          },
          tooltip: tip,
        },
      },
      { mark: { type: "rule", strokeWidth: 2, color: colour("measure-multiple") }, encoding: { x: { datum: 100 } } },
    ],
  };
}
