// Was a target reached? The direction first: what is wanted may be more, less, or just that.

const NEAR = 0.05; // 8%左右 is about reached from 7.6% on: a twentieth of the target
const isChange = ({ measure }) => measure === "growth" || measure === "difference";

/** 下降3%以上 is a fall of three or more: the bound is of the fall's size, unless the number has its own minus sign. */
const isFall = (fact) => isChange(fact) && fact.value < 0;
const boundOf = (fact) => {
  const isTurned = isFall(fact) && !/^\D*[-−－负]/.test(fact.quote ?? "");
  return (isTurned && { at_least: "at_most", at_most: "at_least" }[fact.bound]) || fact.bound;
};

/**
 * `at_least`, `at_most`, `near`, or null where nobody can tell.
 * `better`: what the rules say of the metric, undefined where it is in no catalogue.
 */
function senseOf(target, better) {
  if (target.measure === "rank") return "at_most";
  if (["at_least", "at_most"].includes(target.bound)) return boundOf(target);
  if (target.measure === "completion") return "at_least";
  if (better === "lower") return "at_most";
  // so many less is a cut that is wanted; so many percent less of what had better grow may be a loss that is feared
  if (isFall(target)) return better === "higher" && target.measure === "growth" ? null : "at_most";
  return better === "neutral" ? "near" : "at_least";
}

const slackOf = ({ value, bound }) => (bound === "about" || bound === "nearly" ? NEAR * Math.abs(value) : 0);

/** The lowest and the highest that the figure may mean. */
function extentOf(fact) {
  const [low, high] = [fact.value, fact.value_max ?? fact.value].sort((one, other) => one - other);
  const slack = slackOf(fact);
  if (fact.bound === "nearly") return fact.value < 0 ? [low, high + slack] : [low - slack, high];
  const bound = boundOf(fact);
  return [bound === "at_most" ? -Infinity : low - slack, bound === "at_least" ? Infinity : high + slack];
}

/** What a final figure makes of a target. */
function judge(target, actual, sense) {
  if (sense === null) {
    const [one, other] = ["at_least", "at_most"].map((either) => judge(target, actual, either));
    return one === other ? one : "unclear";
  }
  const [low, high] = [target.value, target.value_max ?? target.value].sort((one, other) => one - other);
  const [least, most] = extentOf(actual);
  const slack = slackOf(target);
  if (sense === "near") {
    if (least >= low - slack && most <= high + slack) return "reached";
    return most < low - slack ? "below target" : least > high + slack ? "above target" : "unclear";
  }
  // turned so that more is better
  const [goal, worst, best] = sense === "at_least" ? [low, least, most] : [-high, -most, -least];
  if (worst >= goal) return "reached";
  if (best < goal - slack) return "not reached";
  return worst >= goal - slack || slackOf(actual) > 0 ? "about reached" : "unclear";
}

/** The verdict; where the figure covers part of the target's time only, how it stands so far. */
function verdictOf(target, actual, better) {
  const sense = senseOf(target, better);
  const verdict = judge(target, actual, sense);
  if (actual.period.end >= target.period.end || verdict === "unclear") return verdict;
  const isGood = verdict === "reached" || verdict === "about reached";
  const addsUp = !["%", "百分点", "位", "倍"].includes(target.unit) || target.measure === "completion";
  if (addsUp && sense === "at_least") return verdict === "reached" ? verdict : "under way";
  if (sense === "near" && !isGood) return "under way";
  return isGood ? "on course" : "behind";
}

/** How a verdict looks. */
const VERDICTS = {
  reached: { tone: "good", sign: "✓" },
  "about reached": { tone: "good", sign: "≈" },
  "on course": { tone: "good", sign: "✓…" },
  "under way": { tone: "muted", sign: "…" },
  behind: { tone: "warn", sign: "✗…" },
  "above target": { tone: "warn", sign: "↑" },
  "below target": { tone: "warn", sign: "↓" },
  unclear: { tone: "muted", sign: "?" },
  "not reached": { tone: "bad", sign: "✗" },
};
