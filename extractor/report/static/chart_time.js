// One metric over time: periods of one shape at a time, a colour and a sign for each subject, no line across a gap.

const MOST_SUBJECTS = 7; // at first; more can be added
const POINT_SIGNS = [
  ["circle", "●"],
  ["square", "■"],
  ["triangle-up", "▲"],
  ["diamond", "◆"],
  ["triangle-down", "▼"],
];

const lookOf = (at) => ({ tint: `measure-${MEASURES[at % MEASURES.length]}`, sign: POINT_SIGNS[at % POINT_SIGNS.length] });

async function drawTime(place, facts) {
  const all = timeSeries(facts);
  if (all.length === 0) return place.append(nothing("No figure with a period here. Clear filters to see more."));
  const series = all.find(({ id }) => id === state.of) ?? all[0];
  const chosen = series.spans.find(({ span }) => span === state.span) ?? series.spans[0];
  const subjects = linesOf(chosen.facts, chosen.span);
  const picked = subjects.filter(({ key }) => state.who.includes(key));
  const isChosen = picked.length > 0; // filters may have left none of those that were
  const named = isChosen ? picked : subjects.slice(0, MOST_SUBJECTS);
  const others = isChosen ? [] : subjects.slice(MOST_SUBJECTS);
  const box = el("div", { class: "chart" });
  fill(
    place,
    chooser(
      "picker",
      "Metric",
      all.map(({ id, name, facts: { length } }) => [id, name, length]),
      series.id,
      (of) => go({ of, span: "", who: [] }),
    ),
    onPaper(`${series.name} · ${SPANS[chosen.span].label}`),
    spanTabs(series.spans, chosen.span),
    subjectChips(subjects, named),
    box,
    all[0].spans[0].periods < LINE_FROM && nothing("No metric here is told for three periods of one subject."),
    timeNote(series, chosen, subjects, named.length, isChosen),
    timeTable(series),
  );
  await draw(box, timeSpec(series, chosen.span, named, others), `${series.name} over time; the table below has the figures`);
}

/** Which shape of period is shown: those that the metric has. */
const spanTabs = (spans, now) =>
  el(
    "nav",
    { class: "chart-tabs spans", "aria-label": "Periods" },
    spans.map(({ span, facts }) =>
      el(
        "a",
        { href: hashOf({ span, who: [] }), "aria-current": span === now ? "true" : null },
        `${SPANS[span].label} (${facts.length})`,
      ),
    ),
  );

const nameOfSubject = ({ points }) => whoOf(points[0].fact);

/** The legend: the subjects drawn, each of which can be taken away, and a way to add others. */
function subjectChips(subjects, named) {
  const keys = named.map(({ key }) => key);
  const chip = (subject, at) => {
    const { tint, sign } = lookOf(at);
    const mark = el("i", { "aria-hidden": "true" }, sign[1]);
    mark.style.color = colour(tint);
    const name = nameOfSubject(subject);
    if (subjects.length === 1) return el("span", { class: "chip" }, mark, zh(name));
    const drop = () => go({ who: keys.filter((key) => key !== subject.key) });
    const label = named.length > 1 ? `Leave out ${name}` : null;
    return el(
      "button",
      { type: "button", class: "chip", onclick: drop, "aria-label": label, disabled: label === null },
      mark,
      zh(name),
      label && el("span", { class: "drop" }, " ×"),
    );
  };
  const rest = subjects.filter(({ key }) => !keys.includes(key));
  return el(
    "div",
    { class: "chips" },
    named.map(chip),
    rest.length > 0 &&
      chooser(
        "subject-picker",
        "Add",
        [["", "a subject …"], ...rest.map((subject) => [subject.key, nameOfSubject(subject), subject.points.length])],
        "",
        (key) => key && go({ who: [...keys, key] }),
      ),
    state.who.length > 0 && el("button", { type: "button", class: "quiet", onclick: () => go({ who: [] }) }, "As at first"),
  );
}

/** What the lines mean, and what is not in the picture. */
function timeNote(series, { span, facts }, subjects, drawn, isChosen) {
  const hidden = series.facts.length - facts.length;
  const left = subjects.length - drawn;
  const twice = facts.length - subjects.reduce((sum, { periods }) => sum + periods, 0);
  return el(
    "p",
    { class: "note" },
    "Lines join neighbouring periods of one subject; a gap breaks them",
    span === "cumulative" ? ", and each year begins anew." : ".",
    left > 0 && ` ${count(left, "more subject")} ${isChosen ? "not drawn" : left === 1 ? "is a grey point" : "are grey points"}.`,
    twice > 0 && ` ${count(twice, "figure")} beside the line: of several for one period the one published last is on it.`,
    hidden > 0 && ` ${count(hidden, "figure")} of other periods: choose above; the table has all.`,
  );
}

function timeTable(series) {
  const rows = [...series.facts].sort(
    (one, other) =>
      one.period.end.localeCompare(other.period.end) ||
      one.period.start.localeCompare(other.period.start) ||
      compareChinese(whoOf(one), whoOf(other)),
  );
  return plainTable(
    series.name,
    ["Period", "Subject", "Value", "Article"],
    rows.map((fact) => [periodText(fact.period), { zh: whoOf(fact) }, factLink(fact), { zh: toldBy(fact) }]),
  );
}

function timeSpec(series, span, named, others) {
  const drawn = [...named, ...others].flatMap(({ points }) => points);
  const { scale, title } = scaleFor(
    drawn.map(({ value }) => value),
    series.facts[0].unit,
  );
  const domain = paddedDomain(drawn.map(({ value }) => value / scale));
  const ticks = ticksOf(
    drawn.map(({ at }) => at),
    isNarrow() ? 4 : 11,
  );
  const place = ({ at, value }) => ({ at, value: value / scale });
  const looks = named.map((_, at) => lookOf(at));
  const domainOfKeys = named.map(({ key }) => key);
  const keyed = (range) => ({ field: "key", type: "nominal", legend: null, scale: { domain: domainOfKeys, range } });
  const pointOf = (key, point) => ({ ...place(point), key, fact: point.fact.id, tip: factTip(point.fact) });
  const points = (subjects) => subjects.flatMap(({ key, points: some }) => some.map((point) => pointOf(key, point)));
  const lineOf = (key, run, n) => run.map((point) => ({ ...place(point), key, line: `${key} ${n}` }));
  const lines = named.flatMap(({ key, runs }) => runs.flatMap((run, n) => lineOf(key, run, n)));
  const x = timeAxis(span, ticks, drawn);
  const y = valueAxis(title, domain);
  const color = keyed(looks.map(({ tint }) => colour(tint)));
  return {
    height: 340,
    data: { values: points(named) },
    layer: [
      ...(domain[0] < 0 && domain[1] > 0
        ? [{ data: { values: [{}] }, mark: { type: "rule", color: colour("muted") }, encoding: { y: { datum: 0 } } }]
        : []),
      {
        data: { values: points(others) },
        mark: { type: "point", filled: true, size: 45, color: colour("muted"), opacity: 0.5 },
        encoding: { x, y, tooltip: tip },
      },
      { data: { values: lines }, mark: { type: "line", strokeWidth: 2 }, encoding: { x, y, color, detail: { field: "line" } } },
      {
        mark: { type: "point", filled: true, size: 80, opacity: 1 },
        encoding: { x, y, color, shape: keyed(looks.map(({ sign }) => sign[0])), tooltip: tip },
      },
    ],
  };
}

/** Labels stand at periods that there are figures of, and say which. */
function timeAxis(span, ticks, points) {
  const places = points.map(({ at }) => at);
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const room = Math.max((last - first) * 0.04, 0.5);
  const texts = Object.fromEntries(ticks.map((at) => [at, positionText(at, span)]));
  return {
    field: "at",
    type: "quantitative",
    title: SPANS[span].axis,
    scale: { domain: [first - room, last + room], nice: false, zero: false },
    axis: {
      values: ticks,
      labelExpr: `(${JSON.stringify(texts)})[datum.value]`,
      grid: false,
      labelOverlap: false,
      labelFlush: false,
    },
  };
}

/** The unit stands above the axis: 亿元, 万吨, %. */
const valueAxis = (title, domain) => ({
  field: "value",
  type: "quantitative",
  title: title || "number",
  scale: { domain, nice: true, zero: false },
  axis: {
    format: ",~f",
    tickCount: 7,
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleX: 0,
    titleY: -10,
    titleBaseline: "bottom",
  },
});
