// Growth by metric: a point for each figure, a line for their median. Figures of one period can be looked at alone.

const MOST_METRICS = 24;
const MOST_LINKS = 12;

async function drawGrowth(place, all) {
  const grown = all.filter((fact) => fact.measure === "growth" && fact.status === "actual");
  if (grown.length === 0) return place.append(nothing("No growth here. Clear filters to see more."));
  const comparisons = mostFirst(groupBy(grown, (fact) => fact.comparison ?? ""));
  const [comparison, compared] = comparisons.find(([name]) => name === state.of) ?? comparisons[0];
  const periods = mostFirst(groupBy(compared, (fact) => periodText(fact.period) || "no period"));
  const [period, facts] = periods.find(([name]) => name === state.span) ?? ["", compared];
  place.append(
    el(
      "div",
      { class: "pickers" },
      chooser(
        "picker",
        "Compared with",
        comparisons.map(([name, { length }]) => [name, (name || "unsaid").replaceAll("_", " "), length]),
        comparison,
        (of) => go({ of, span: "" }),
      ),
      chooser(
        "period-picker",
        "Period",
        [["", "all periods", compared.length], ...periods.map(([name, { length }]) => [name, name, length])],
        period,
        (span) => go({ span }),
      ),
    ),
  );
  place.append(onPaper(`${comparison || "unsaid"} · ${period || "all periods"}`));
  const groups = growthByMetric(facts);
  const drawing = el("div");
  place.append(drawing, growthNote(period, periods), growthTable(groups));
  await drawSome(drawing, "growth", groups, MOST_METRICS, (box, some) =>
    draw(box, growthSpec(some), `Growth of ${count(some.length, "metric")}; the table below has the figures`),
  );
}

const mostFirst = (groups) => [...groups].sort((one, other) => other[1].length - one[1].length);

const growthNote = (period, periods) =>
  el(
    "p",
    { class: "note" },
    "Each point is a figure, the line their median. Choose a point to see where it is said. ",
    "▸ and ◂: beyond the axis, with the figure.",
    !period &&
      periods.length > 1 &&
      ` Figures of ${count(periods.length, "period")} stand together: choose a period to compare like with like.`,
  );

const sideOf = (value, [low, high]) => (value > high ? "above" : value < low ? "below" : "inside");
const signed = (value) => plain(Number(value.toPrecision(12))).replace("-", "−");

/** Points by row; like values side by side, far ones at the ends. `dot`: a dot's size in %; `lane`: between lanes, in rows. */
function growthPoints(groups, domain, ends, { dot, lane }) {
  return groups.flatMap((group, row) => {
    const sides = group.facts.map(({ value }) => sideOf(value, domain));
    const values = group.facts.map(({ value }, at) => ends[sides[at]] ?? value);
    const lanes = lanesOf(values, dot);
    return group.facts.map((fact, at) => ({
      y: row + lanes[at] * lane,
      value: values[at],
      side: sides[at],
      fact: fact.id,
      tip: factTip(fact),
    }));
  });
}

/** What is beyond the axis, in figures: one text for each row and side. */
function farTexts(groups, domain, ends) {
  const textOf = (group, side) => {
    const far = group.facts.map(({ value }) => value).filter((value) => sideOf(value, domain) === side);
    const texts = [...far].sort((one, other) => one - other).map(signed);
    if (texts.length < 3) return texts.join(", ");
    const middle = sideOf(group.median, domain) === side && !isNarrow() ? `, median ${signed(group.median)}` : "";
    return `${texts.length}: ${texts[0]} to ${texts.at(-1)}${middle}`;
  };
  return groups.flatMap((group, y) =>
    Object.keys(ends)
      .map((side) => ({ y, side, value: ends[side], text: textOf(group, side) }))
      .filter(({ text }) => text !== ""),
  );
}

/** Where the axis ends for figures beyond it: with room for what they are. */
function farEnds([low, high], groups) {
  const room = (high - low) * (isNarrow() ? 0.45 : 0.24);
  const sides = new Set(groups.flatMap((group) => group.facts.map(({ value }) => sideOf(value, [low, high]))));
  return { ...(sides.has("below") && { below: low - room }), ...(sides.has("above") && { above: high + room }) };
}

function growthSpec(groups) {
  const rows = [...groups].sort((one, other) => other.median - one.median).map((group) => ({ ...group, lines: [group.name] }));
  const { y, names, height, datasets, pitch } = rowFrame(rows, { step: 30 });
  const all = rows.flatMap((group) => group.facts.map(({ value }) => value));
  const domain = paddedDomain(fences(all), { withZero: true, room: 0.06 });
  const ends = farEnds(domain, rows);
  const [low, high] = [ends.below ?? domain[0], ends.above ?? domain[1]];
  const x = rowValues("value", "growth, %", [low, high]);
  x.axis.values = roundTicks(...domain, isNarrow() ? 4 : 10);
  const dot = ((high - low) * 9) / Math.min(760, innerWidth * 0.8);
  const far = farTexts(rows, domain, ends);
  const medians = rows.map(({ median: value }, at) => ({ from: at - 0.36, to: at + 0.36, value }));
  const tint = colour("measure-growth");
  const isSide = (side) => ({ filter: { field: "side", equal: side } });
  const edge = (side, shape, align, dx) => [
    {
      transform: [isSide(side)],
      mark: { type: "point", shape, filled: true, size: 90, color: tint, opacity: 1 },
      encoding: { y, x, tooltip: tip },
    },
    {
      data: { values: far },
      transform: [isSide(side)],
      mark: { type: "text", align, dx, baseline: "middle", fontSize: 11 },
      encoding: { y, x, text: { field: "text", type: "nominal" } },
    },
  ];
  return {
    height,
    datasets,
    data: { values: growthPoints(rows, domain, ends, { dot, lane: 3.6 / pitch }) },
    layer: [
      names,
      zeroLine(),
      {
        data: { values: Object.keys(ends).map((side) => ({ value: domain[side === "below" ? 0 : 1] })) },
        mark: { type: "rule", strokeDash: [4, 4], color: colour("muted") },
        encoding: { x },
      },
      {
        data: { values: medians.filter(({ value }) => sideOf(value, domain) === "inside") },
        mark: { type: "rule", strokeWidth: 3, color: colour("muted") },
        encoding: { y: { ...y, field: "from" }, y2: { field: "to" }, x },
      },
      {
        transform: [isSide("inside")],
        mark: { type: "point", filled: true, size: 70, color: tint, opacity: 0.75 },
        encoding: { y, x, tooltip: tip },
      },
      ...edge("above", "triangle-right", "right", -8),
      ...edge("below", "triangle-left", "left", 8),
    ],
  };
}

const growthTable = (groups) =>
  plainTable(
    "Growth by metric",
    ["Metric", "Median", "Facts"],
    [...groups]
      .sort((one, other) => other.median - one.median)
      .map((group) => [{ zh: group.name }, `${signed(group.median)}%`, growthLinks(group.facts)]),
  );

/** The figures behind a median, newest first; many are folded. */
function growthLinks(facts) {
  const newest = [...facts].sort((one, other) => (other.period?.end ?? "").localeCompare(one.period?.end ?? ""));
  const links = newest.map((fact) =>
    el(
      "li",
      null,
      factLink(fact, `${whoOf(fact)} ${valueText(fact)}`),
      el("span", { class: "n" }, ` ${periodText(fact.period) || "–"}`),
    ),
  );
  const rest = links.slice(MOST_LINKS);
  return el(
    "div",
    null,
    el("ul", { class: "links" }, links.slice(0, MOST_LINKS)),
    rest.length > 0 && el("details", null, el("summary", null, `${rest.length} more`), el("ul", { class: "links" }, rest)),
  );
}
