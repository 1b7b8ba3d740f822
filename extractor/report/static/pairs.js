// Targets and what came of them; for a target that nothing came of, why.

const joined = (...parts) => parts.map((part) => part ?? "").join("\u0001");

/** What target and outcome must share, most important first. */
const SHARED = [
  (fact) => joined(fact.subjectKey, fact.metricKey, fact.breakdown),
  (fact) => fact.measure,
  (fact) => fact.unit ?? "",
  (fact) => joined(fact.comparison, fact.reference),
];
const sharedKey = (fact, most = SHARED.length) => joined(...SHARED.slice(0, most).map((part) => part(fact)));

/** Said of one day as where things stand then: 截至6月末, not what happened on that day. */
function isPosition({ start, end, text }) {
  if (start !== end) return false;
  const [year, month, day] = end.split("-").map(Number);
  return text ? /截至|截止|末|底|止/.test(text) : day === lastDay(year, month);
}

/**
 * Does a figure tell how a target stands at the figure's end? It has the target's time, or adds up from where that begins, or is
 * a position in it. A part from the middle tells nothing: one month of a year's sales is not the year's.
 */
function fits(target, actual) {
  const [goal, told] = [target.period, actual.period];
  if (told.end > goal.end) return false;
  if (told.start === goal.start) return true;
  const begins = goal.start === goal.end ? `${goal.end.slice(0, 4)}-01-01` : goal.start;
  return told.start === begins || (told.start >= begins && isPosition(told));
}

/** The better outcome: the target's very time, then the later end, then what adds up, then what was published later. */
function compareOutcomes(target, one, other) {
  const isExact = ({ period }) => (period.start === target.period.start && period.end === target.period.end ? 1 : 0);
  return (
    isExact(other) - isExact(one) ||
    other.period.end.localeCompare(one.period.end) ||
    one.period.start.localeCompare(other.period.start) ||
    (other.article.published ?? "").localeCompare(one.article.published ?? "")
  );
}

const outcomeOf = (target, actuals) =>
  actuals.filter((actual) => fits(target, actual)).sort((one, other) => compareOutcomes(target, one, other))[0] ?? null;

/** The same name, whether or not it is the same place. */
const nameKey = (fact) => joined(fact.subject, fact.metricKey, fact.breakdown, fact.measure, fact.unit);

/** Each target with its outcome, and those without one with the reason. `better`: by metric, see `senseOf`. */
function pairTargets(facts, better) {
  const actuals = facts.filter((fact) => fact.status === "actual");
  const levels = SHARED.map((_, at) => groupBy(actuals, (fact) => sharedKey(fact, at + 1)));
  const named = groupBy(actuals, nameKey);
  const pairs = [];
  const open = [];
  for (const target of facts.filter((fact) => fact.status === "target")) {
    const alike = (most) => levels[most - 1].get(sharedKey(target, most)) ?? [];
    const timed = alike(SHARED.length).filter((fact) => fact.period);
    const actual = target.period ? outcomeOf(target, timed) : null;
    if (actual) pairs.push({ target, actual, verdict: verdictOf(target, actual, better(target)) });
    else open.push({ target, ...whyOpen(target, alike, named.get(nameKey(target)) ?? []) });
  }
  return { pairs, open };
}

/** The nearest thing to an outcome, and what keeps it from being one. */
function whyOpen(target, alike, namesakes) {
  const said = (facts, textOf) => {
    const texts = [...new Set(facts.map(textOf))];
    return texts.slice(0, 3).join(", ") + (texts.length > 3 ? ", …" : "");
  };
  const basis = ({ comparison, reference }) => [comparison?.replaceAll("_", " "), reference].filter(Boolean).join(" ") || "none";
  if (!target.period) return { why: "the target has no period", near: null };
  const reasons = [
    [4, (facts) => `told for another time: ${said(facts, (fact) => periodText(fact.period) || "no period")}`],
    [3, (facts) => `told on another basis: ${said(facts, basis)}`],
    [2, (facts) => `told in another unit: ${said(facts, (fact) => fact.unit ?? "none")}`],
    [1, (facts) => `told as another measure: ${said(facts, (fact) => fact.measure)}`],
  ];
  for (const [most, words] of reasons) {
    const facts = alike(most);
    if (facts.length > 0) return { why: words(facts), near: facts[0] };
  }
  if (namesakes.length > 0) return { why: `told of ${target.subject} elsewhere, perhaps another place`, near: namesakes[0] };
  return { why: "no outcome told", near: null };
}
