// Facts as their reviewer left them: corrections applied, missed ones added. What tables, filters, charts and downloads show.

const settled = new Map();

/** An article's facts in the order of the text. Those marked wrong are among them. */
function factsOf(article) {
  if (!settled.has(article)) settled.set(article, settle(article));
  return settled.get(article);
}

/** A fact as it is now, and as it was read. */
const effective = (fact) => (entryOf(fact)?.fields ? (factsOf(fact.article).find((one) => one.id === fact.id) ?? fact) : fact);
const asRead = (fact) => fact.asRead ?? fact;

let areOthers = false; // the facts that are filtered are no longer those that are there

/** What is said of an article has changed. A mark alone leaves its facts what they are. */
function unsettle(article) {
  if ((settled.get(article) ?? article.facts) === article.facts && !isChanged(article)) return;
  areOthers = true;
  for (const fact of settled.get(article) ?? []) if (fact.entry) report.factById.delete(fact.id);
  settled.delete(article);
  delete article.hay;
}

const isChanged = (article) => addedTo(article).length > 0 || [...recordOf(article).marks.values()].some((one) => one.fields);

function settle(article) {
  if (!isChanged(article)) return article.facts;
  const facts = [...article.facts.map(corrected), ...addedTo(article).map((entry) => addedFact(article, entry))];
  return facts.sort((one, other) => one.from - other.from);
}

function corrected(fact) {
  const fields = entryOf(fact)?.fields;
  return fields ? { ...withFields(fact, fields), asRead: fact } : fact;
}

/** A fact that the reviewer added: it was in no rule's hands, and it is as sure as the reviewer is. */
function addedFact(article, entry) {
  const { from, quote } = entry;
  const key = new TextEncoder().encode(JSON.stringify([article.id, entry]));
  const [start, end] = [offsetOf(article, from), offsetOf(article, from + quote.length)];
  const [first, last] = sentenceAround(article.text ?? "", from, from + quote.length);
  const blank = { subject: null, metric: null, unit: null, period: null, repeats: null, rule: ADDED, confidence: 1 };
  const place = { from, to: from + quote.length, start, end, evidence: { quote: [[start, end]] }, inherited: [], verdicts: [] };
  const said = { sentence_start: offsetOf(article, first), sentence_end: offsetOf(article, last) };
  const id = `a_${crc32(key).toString(16)}`;
  const fact = withFields({ ...blank, ...place, ...said, id, article, quote, entry }, entry);
  report.factById.set(id, fact);
  return fact;
}

/** A fact with other fields, and the ids that go with their words. Of alternatives (`a|b`) the first counts. */
function withFields(fact, fields) {
  const first = (value) => (typeof value === "string" ? value.split("|")[0].trim() : value);
  const next = { ...fact, ...Object.fromEntries(GOLD.map((name) => [name, first(fields[name])])) };
  next.period = next.period === (periodText(fact.period) || null) ? fact.period : next.period && parsePeriod(next.period);
  for (const [word, names] of Object.entries(IDS)) {
    if (next[word] === fact[word]) continue;
    const known = knownAs(word, next[word], fact.article);
    for (const name of names) next[name] = known?.[name] ?? null;
  }
  next.metricKey = next.metric_id ?? `=${next.metric}`;
  next.subjectKey = subjectKey(next, report.names);
  delete next.hay;
  return next;
}

const IDS = { subject: ["subject_id", "subject_code"], metric: ["metric_id", "breakdown"], unit: ["unit_code"] };
const bearers = {};

/** A fact that has this subject, metric or unit: of the article if there is one, else of any. */
function knownAs(word, text, article) {
  bearers[word] ??= new Map(report.facts.map((fact) => [fact[word], fact]));
  return article.facts.find((fact) => fact[word] === text) ?? bearers[word].get(text);
}

/** From the end of the sentence before to the end of this one, as places in the text. */
function sentenceAround(text, from, to) {
  const before = /[^。！？；\n\r]*$/.exec(text.slice(0, from))[0].length;
  const after = /^[^。！？；\n\r]*[。！？；]?/.exec(text.slice(to))[0].length;
  return [from - before, to + after];
}
