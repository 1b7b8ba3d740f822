// What the charts are made of: each statement once, growth by metric, one metric over time.

const groupBy = (items, keyOf) => {
  const groups = new Map();
  for (const one of items) {
    const key = keyOf(one);
    if (groups.has(key)) groups.get(key).push(one);
    else groups.set(key, [one]);
  }
  return groups;
};

const median = (values) => {
  const rising = [...values].sort((one, other) => one - other);
  const half = rising.length >> 1;
  return rising.length % 2 ? rising[half] : (rising[half - 1] + rising[half]) / 2;
};

const NAMED = ["subjectKey", "metricKey", "breakdown", "measure", "unit", "comparison", "reference", "status", "bound"];

/** What a statement says, without where; one without a period is its article's own. */
const statementKey = (fact) =>
  joined(...NAMED.map((name) => fact[name]), fact.value, fact.value_max, fact.period?.start ?? fact.article.id, fact.period?.end);

/** Each statement once, whoever says it again; its `others` is then in how many more articles it stands. */
function eachOnce(facts) {
  const said = groupBy(
    facts.filter((fact) => fact.repeats === null),
    statementKey,
  );
  return [...said.values()].map(([first, ...rest]) => {
    first.others = new Set(rest.map((fact) => fact.article.id)).size;
    return first;
  });
}

const toldBy = ({ article, others }) => (others > 0 ? `${article.name} and ${count(others, "more", "more")}` : article.name);

/** Growth by metric, highest median first; the metrics with most figures come in first where not all are shown. */
function growthByMetric(facts) {
  return [...groupBy(facts, (fact) => joined(fact.metricKey, fact.breakdown)).values()]
    .map((group) => ({ name: nameOfGroup(group), facts: group, median: median(group.map((fact) => fact.value)) }))
    .sort((one, other) => other.facts.length - one.facts.length || other.median - one.median);
}

const kindOf = ({ measure, comparison, unit, reference }) =>
  [measure, comparison?.replaceAll("_", " "), reference && `to ${reference}`, unit && `(${unit})`].filter(Boolean).join(" ");

const nameOfGroup = ([fact]) => (fact.breakdown === null ? metricName(fact.metricKey) : fact.metric);

/** What could be drawn over time: a metric, its measure, unit and basis; first that with the longest line. */
function timeSeries(facts) {
  const timed = facts.filter((fact) => fact.status === "actual" && fact.period !== null && fact.measure !== "rank");
  const key = (fact) => joined(fact.metricKey, fact.breakdown, fact.measure, fact.unit, fact.comparison, fact.reference);
  return [...groupBy(timed, key)]
    .map(([id, group]) => ({ id, facts: group, spans: spansIn(group), name: `${nameOfGroup(group)} · ${kindOf(group[0])}` }))
    .sort((one, other) => compareDepth(one.spans[0], other.spans[0]) || other.facts.length - one.facts.length);
}

const LINE_FROM = 3;
const told = (number) => (number >= LINE_FROM ? number : 0); // two points are no development

/** The longer line first, then more periods of one subject, more periods at all, more figures; alike, the plainer shape. */
const compareDepth = (one, other) =>
  told(other.longest) - told(one.longest) ||
  told(other.periods) - told(one.periods) ||
  other.ends - one.ends ||
  other.facts.length - one.facts.length ||
  Object.keys(SPANS).indexOf(one.span) - Object.keys(SPANS).indexOf(other.span);

/** The shapes of period that some facts have, that with the longest line first. */
function spansIn(facts) {
  const found = new Map();
  for (const fact of facts) {
    for (const span of spansOf(fact.period)) {
      if (found.has(span)) found.get(span).push(fact);
      else found.set(span, [fact]);
    }
  }
  return [...found]
    .map(([span, held]) => {
      const subjects = linesOf(held, span);
      const longest = subjects.reduce((most, { runs }) => Math.max(most, ...runs.map(({ length }) => length)), 1);
      const ends = new Set(held.map((fact) => positionOf(fact.period, span))).size;
      return { span, facts: held, longest, periods: subjects[0].periods, ends };
    })
    .sort(compareDepth);
}

/** The facts of one shape by subject, each with its lines; of two figures for one period the later published is on the line. */
function linesOf(facts, span) {
  const points = facts.map((fact) => ({ fact, at: positionOf(fact.period, span), value: fact.value }));
  const subjects = [...groupBy(points, ({ fact }) => fact.subjectKey)].map(([key, group]) => ({ key, points: group }));
  for (const subject of subjects) {
    const latest = new Map();
    const published = ({ fact }) => fact.article.published ?? "";
    for (const point of subject.points) {
      const held = latest.get(point.at);
      if (!held || published(point) > published(held)) latest.set(point.at, point);
    }
    const ordered = [...latest.values()].sort((one, other) => one.at - other.at);
    subject.periods = ordered.length;
    subject.runs = runsOf(ordered, span);
  }
  return subjects.sort((one, other) => other.periods - one.periods || other.points.length - one.points.length);
}
