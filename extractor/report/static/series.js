// What the charts are made of: pairs of target and outcome, growth by metric, one metric over time.
// Facts that say another again count once.

const seriesKey = (fact) =>
  [fact.subject ?? "", fact.metricKey, fact.breakdown ?? "", fact.measure, fact.unit ?? ""].join("\u0001");

const groupBy = (items, keyOf) => {
  const groups = new Map();
  for (const one of items) {
    const key = keyOf(one);
    if (groups.has(key)) groups.get(key).push(one);
    else groups.set(key, [one]);
  }
  return groups;
};

const firstTold = () => shown.facts.filter((fact) => fact.repeats === null);

/** Each target with what came of it: the outcome of the same period, else the latest inside it. */
function targetPairs() {
  const pairs = [];
  const told = new Set();
  for (const facts of groupBy(firstTold(), seriesKey).values()) {
    const actuals = facts.filter((fact) => fact.status === "actual" && fact.period);
    for (const target of facts.filter((fact) => fact.status === "target" && fact.period)) {
      const actual = outcomeOf(target, actuals);
      const said = [seriesKey(target), target.value, target.bound, target.period.start, target.period.end].join("\u0001");
      if (!actual || told.has(said)) continue; // several articles may say the same target
      told.add(said);
      pairs.push({ target, actual, verdict: verdictOf(target, actual) });
    }
  }
  return pairs.sort(
    (one, other) =>
      compareChinese(one.target.subject ?? "", other.target.subject ?? "") ||
      compareChinese(one.target.metric, other.target.metric),
  );
}

function outcomeOf(target, actuals) {
  const inside = actuals.filter((fact) => fact.period.start >= target.period.start && fact.period.end <= target.period.end);
  return inside.reduce((best, fact) => (best === null || fact.period.end > best.period.end ? fact : best), null);
}

/** Reached, not reached, or still under way where the outcome covers part of the time only. */
function verdictOf(target, actual) {
  const goal = target.value,
    value = actual.value;
  const isReached = target.bound === "at_most" ? value <= (target.value_max ?? goal) : value >= goal;
  if (isReached) return target.bound === "at_most" && actual.period.end !== target.period.end ? "so far" : "reached";
  return actual.period.end === target.period.end ? "not reached" : "so far";
}

const median = (values) => {
  const sortedValues = [...values].sort((one, other) => one - other);
  const half = sortedValues.length >> 1;
  return sortedValues.length % 2 ? sortedValues[half] : (sortedValues[half - 1] + sortedValues[half]) / 2;
};

/** Growth facts of a comparison by metric, the most frequent metrics, highest median first. */
function growthByMetric(comparison, most) {
  const facts = firstTold().filter(
    (fact) => fact.measure === "growth" && fact.status === "actual" && fact.comparison === comparison,
  );
  const groups = [...groupBy(facts, (fact) => `${fact.metricKey}\u0001${fact.breakdown ?? ""}`).values()];
  return groups
    .sort((one, other) => other.length - one.length)
    .slice(0, most)
    .map((group) => ({ name: nameOfGroup(group), facts: group, median: median(group.map((fact) => fact.value)) }))
    .sort((one, other) => other.median - one.median);
}

const kindOf = ({ measure, comparison, unit }) =>
  [measure, comparison?.replaceAll("_", " "), unit && `(${unit})`].filter(Boolean).join(" ");

const nameOfGroup = ([fact]) => (fact.breakdown === null ? metricName(fact.metricKey) : fact.metric);

/** What could be drawn over time: a metric, its measure and unit, with the periods that are known of it; the richest first. */
function timeSeries() {
  const facts = firstTold().filter((fact) => fact.status === "actual" && fact.period !== null && fact.measure !== "rank");
  const key = (fact) =>
    [fact.metricKey, fact.breakdown ?? "", fact.measure, fact.unit ?? "", fact.comparison ?? ""].join("\u0001");
  return [...groupBy(facts, key)]
    .map(([id, group]) => ({
      id,
      facts: group,
      ends: new Set(group.map((fact) => fact.period.end)).size,
      name: `${nameOfGroup(group)} · ${kindOf(group[0])}`,
    }))
    .sort((one, other) => other.ends - one.ends || other.facts.length - one.facts.length);
}

const SPANS = { 1: "month", 3: "quarter", 6: "half year", 12: "year" };

/** How long a period is, in words: only like is joined by a line. */
function spanOf({ start, end }) {
  if (start === end) return "day";
  const [from, to] = [start, end].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  return (
    SPANS[to - from + 1] ??
    (start.slice(0, 4) !== end.slice(0, 4) ? "years" : start.slice(5) === "01-01" ? "from January" : "other")
  );
}
