// Which articles and facts fit the search and the filters, and how many each further choice would leave.

const shown = { articles: [], facts: [], hits: new Map(), counts: {}, isFiltered: false };

const VALUES = {
  subject: (fact) => [fact.subject ?? ""],
  metric: (fact) => [fact.metricKey],
  year: (fact) => [fact.period?.end.slice(0, 4) ?? ""], // that in which the period ends
  status: (fact) => [fact.status],
  measure: (fact) => [fact.measure],
  check: (fact) => fact.verdicts,
  mark: (fact) => [markOf(fact)],
};

const termsOf = (query) =>
  fold(query)
    .split(/\s+/)
    .filter((term) => term !== "");

/** Look through everything once: a fact that fails one filter only still counts for that filter's other choices. */
function applyFilters() {
  const terms = termsOf(state.q);
  const wanted = LISTS.filter((name) => state[name].length > 0).map((name) => [name, new Set(state[name])]);
  const isSure = state.min > 0 || state.max < 1;
  shown.isFiltered = wanted.length > 0 || isSure;
  Object.assign(shown, { articles: [], facts: [], hits: new Map() });
  shown.counts = Object.fromEntries(LISTS.map((name) => [name, new Map()]));
  for (const article of report.articles) {
    if (terms.every((term) => articleHay(article).includes(term))) fitArticle(article, terms, wanted, isSure);
  }
  orderArticles();
}

function fitArticle(article, terms, wanted, isSure) {
  let fitting = 0;
  const hits = [];
  for (const fact of factsOf(article)) {
    if (state.nowrong && markOf(fact) === WRONG) continue;
    if (isSure && (fact.confidence < state.min || fact.confidence > state.max)) continue;
    const failed = wanted.filter(([name, values]) => !VALUES[name](fact).some((value) => values.has(value)));
    if (failed.length <= 1) tally(fact, failed[0]?.[0]);
    if (failed.length > 0) continue;
    fitting++;
    if (terms.every((term) => factHay(fact).includes(term))) hits.push(fact);
  }
  if (shown.isFiltered && fitting === 0) return;
  shown.articles.push(article);
  shown.hits.set(article, hits);
  for (const fact of hits) shown.facts.push(fact);
}

function tally(fact, only) {
  for (const name of only ? [only] : LISTS) {
    const counts = shown.counts[name];
    for (const value of VALUES[name](fact)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}

const ORDERS = {
  given: ["as given", null],
  newest: ["newest first", (one, other) => (other.published ?? "").localeCompare(one.published ?? "")],
  oldest: ["oldest first", (one, other) => (one.published ?? "9").localeCompare(other.published ?? "9")],
  most: ["most facts", (one, other) => hitsOf(other).length - hitsOf(one).length],
  checks: ["failed checks first", (one, other) => other.contradictions - one.contradictions],
  unsure: ["least sure first", (one, other) => one.least - other.least],
};

const hitsOf = (article) => shown.hits.get(article) ?? [];

function orderArticles() {
  const compare = ORDERS[state.order][1];
  if (compare) shown.articles.sort((one, other) => compare(one, other) || one.index - other.index);
}

/** What a metric's key is called: the most frequent words for it, without a breakdown. */
const metricNames = new Map();

function nameMetrics() {
  const words = new Map();
  for (const fact of report.facts) {
    if (fact.metric_id === null) continue;
    const counts = words.get(fact.metricKey) ?? new Map();
    counts.set(fact.metric, (counts.get(fact.metric) ?? 0) + (fact.breakdown === null ? 1 : 0.001));
    words.set(fact.metricKey, counts);
  }
  for (const [key, counts] of words) metricNames.set(key, [...counts].sort((one, other) => other[1] - one[1])[0][0]);
}

const metricName = (key) => metricNames.get(key) ?? key.replace(/^=/, "");
