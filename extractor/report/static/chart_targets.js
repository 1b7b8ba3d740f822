// Targets against what came of them: rates as two points and the way between, amounts as a share of the target;
// then the targets that nothing came of, with the reason.

const MOST_PAIRS = 40;
const MOST_SHARE = 300; // % of the target at which bars end
const TARGET_HEAD = ["Subject", "Metric", "Target", "For"];

async function drawTargets(place, facts) {
  const { pairs, open } = pairTargets(facts, ({ metric_id: id }) => (id === null ? undefined : (report.better[id] ?? "higher")));
  const compare = (one, other) =>
    compareChinese(whoOf(one.target), whoOf(other.target)) || compareChinese(one.target.metric, other.target.metric);
  pairs.sort(compare);
  open.sort(compare);
  if (pairs.length === 0 && open.length === 0) return place.append(nothing("No target here. Clear filters to see more."));
  place.append(targetSummary(pairs, open));
  const boxes = targetCharts(pairs);
  const drawings = el("div");
  place.append(drawings, ...(pairs.length > 0 ? [pairTable(pairs)] : []), ...(open.length > 0 ? [openTable(open)] : []));
  for (const [name, some, spec] of boxes) {
    drawings.append(el("h3", null, name));
    await drawSome(drawings, `targets ${name}`, some, MOST_PAIRS, (box, rows) =>
      draw(box, spec(rows), `${name}: ${count(rows.length, "target")} with what came of it; the table below has the figures`),
    );
  }
}

/** The charts that some pairs need: like with like. */
function targetCharts(pairs) {
  const isIn = (unit) => ({ target }) => target.unit === unit;
  const isGrowth = ({ target }) => target.measure === "growth";
  const kinds = [
    ["Growth, in %", (rows) => dumbbells(rows, "%"), (pair) => isIn("%")(pair) && isGrowth(pair)],
    ["Rates and shares, in %", (rows) => dumbbells(rows, "%"), (pair) => isIn("%")(pair) && !isGrowth(pair)],
    ["Percentage points", (rows) => dumbbells(rows, "百分点"), isIn("百分点")],
    ["Ranks, 1 is best", (rows) => dumbbells(rows, "位"), isIn("位")],
    [
      "Amounts, as % of the target",
      shares,
      ({ target }) => !["%", "百分点", "位"].includes(target.unit) && target.value !== 0,
    ],
  ];
  return kinds.map(([name, spec, fits]) => [name, pairs.filter(fits), spec]).filter(([, some]) => some.length > 0);
}

/** How many came out how, and what the signs mean. */
function targetSummary(pairs, open) {
  const tally = Object.keys(VERDICTS)
    .map((verdict) => [verdict, pairs.filter((pair) => pair.verdict === verdict).length])
    .filter(([, number]) => number > 0);
  return el(
    "div",
    null,
    el(
      "p",
      { class: "note" },
      `${count(pairs.length + open.length, "target")}: ${open.length.toLocaleString("en")} without an outcome`,
      tally.map(([verdict, number]) => `, ${number.toLocaleString("en")} ${verdict}`),
      ".",
      shown.isFiltered && " Outcomes are looked for among the facts that fit search and filters.",
    ),
    pairs.length > 0 &&
      legendOf([
        ["target", "ink", "◆"],
        ...tally.map(([verdict]) => [`${VERDICTS[verdict].sign} ${verdict}`, VERDICTS[verdict].tone, "●"]),
        ["figures: target → actual", "muted", ""],
      ]),
  );
}

const targetCells = (target) => [
  { zh: whoOf(target) },
  { zh: target.metric },
  factLink(target),
  periodText(target.period) || "–",
];

const pairTable = (pairs) =>
  plainTable(
    "Targets and what came of them",
    [...TARGET_HEAD, "Actual", "In", ""],
    pairs.map(({ target, actual, verdict }) => [
      ...targetCells(target),
      factLink(actual),
      periodText(actual.period),
      el("span", { class: `badge ${VERDICTS[verdict].tone}` }, verdict),
    ]),
  );

const openTable = (open) =>
  plainTable(
    "Targets without an outcome",
    [...TARGET_HEAD, "Why"],
    open.map(({ target, why, near }) => [...targetCells(target), near ? factLink(near, why) : why]),
  );

const pairRow = ({ target, actual, verdict }, at) => ({
  y: at,
  lines: [`${target.metric} · ${periodText(target.period)}`, whoOf(target)],
  target: target.value,
  targetMax: target.value_max ?? target.value,
  actual: actual.value,
  most: Math.max(target.value, target.value_max ?? target.value, actual.value),
  share: (100 * actual.value) / target.value,
  tone: VERDICTS[verdict].tone,
  text: `${valueText(target)} → ${valueText(actual)} ${VERDICTS[verdict].sign}`,
  fact: actual.id,
  tip: [
    target.metric,
    whoOf(target),
    `target ${valueText(target)} for ${periodText(target.period)}`,
    `actual ${valueText(actual)} in ${periodText(actual.period)}`,
    verdict,
  ].join("\n"),
});

const TONES = ["good", "warn", "bad", "muted"];
const toned = { field: "tone", type: "nominal", legend: null, scale: { domain: TONES, range: TONES.map(colour) } };

function dumbbells(pairs, unit) {
  const rows = pairs.map(pairRow);
  const { y, names, height, datasets } = rowFrame(rows, { step: 36 });
  const values = rows.flatMap((row) => [row.target, row.targetMax, row.actual]);
  const [low, high] = paddedDomain(values, { withZero: true });
  const domain = [low, high + (high - low) * (isNarrow() ? 0.55 : 0.3)]; // room for the figures
  const x = (field) => rowValues(field, unit, domain);
  const point = (field, shape, color) => ({
    mark: { type: "point", shape, filled: true, size: 110, opacity: 1 },
    encoding: { y, x: x(field), color, tooltip: tip },
  });
  return {
    height,
    datasets,
    data: { values: rows },
    layer: [
      names,
      zeroLine(),
      {
        mark: { type: "rule", strokeWidth: 8, opacity: 0.3, color: colour("ink") },
        encoding: { y, x: x("target"), x2: { field: "targetMax" } },
      },
      {
        mark: { type: "rule", strokeWidth: 3, opacity: 0.55 },
        encoding: { y, x: x("target"), x2: { field: "actual" }, color: toned },
      },
      point("actual", "circle", toned),
      point("target", "diamond", { value: colour("ink") }),
      {
        mark: { type: "text", align: "left", baseline: "middle", dx: 10 },
        encoding: { y, x: x("most"), text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

function shares(pairs) {
  const rows = pairs.map(pairRow).map((row) => {
    const { share } = row;
    const beyond = share > MOST_SHARE || share < 0 ? " (beyond the axis)" : "";
    return {
      ...row,
      length: Math.max(0, Math.min(MOST_SHARE, share)),
      textAt: Math.max(100, Math.min(MOST_SHARE, share)), // clear of the line at 100
      text: `${plain(Number(share.toPrecision(3)))}%${beyond}  ${row.text}`,
    };
  });
  const { y, names, height, datasets } = rowFrame(rows, { step: 36 });
  const high = Math.min(MOST_SHARE, Math.max(110, ...rows.map(({ share }) => share)));
  const x = rowValues("share", "actual as % of the target", [0, high * (isNarrow() ? 2.2 : 1.5)]);
  x.axis.values = [0, 25, 50, 75, 100, 150, 200, 250, 300].filter((value) => value <= high && (!isNarrow() || value % 50 === 0));
  return {
    height,
    datasets,
    data: { values: rows },
    layer: [
      names,
      {
        mark: { type: "bar", height: 12, opacity: 0.75, cornerRadiusEnd: 3 },
        encoding: { y, x: { ...x, field: "length" }, x2: { datum: 0 }, color: toned, tooltip: tip },
      },
      {
        data: { values: [{}] },
        mark: { type: "rule", strokeWidth: 2, color: colour("ink") },
        encoding: { x: { datum: 100 } },
      },
      {
        mark: { type: "text", align: "left", baseline: "middle", dx: 8 },
        encoding: { y, x: { ...x, field: "textAt" }, text: { field: "text", type: "nominal" } },
      },
    ],
  };
}
