// Marks carried from browser to browser: the file that holds them, and how another's are merged with one's own.

const isText = (value) => typeof value === "string";

/** A record from JSON, what makes no sense left out: files come from anywhere. Null where there is none. */
function readRecord(kept) {
  if (kept === null || typeof kept !== "object") return null;
  const pairs = Array.isArray(kept.marks) ? kept.marks : [];
  return {
    marks: new Map(pairs.map((pair) => [pair?.[0], readMark(pair?.[1])]).filter(([id, mark]) => isText(id) && mark)),
    added: (Array.isArray(kept.added) ? kept.added : []).map(readEntry).filter(Boolean),
    done: kept.done === true,
  };
}

function readMark(one) {
  if (![RIGHT, WRONG, CORRECTED].includes(one?.mark)) return null;
  const mark = { mark: one.mark };
  if (one.mark === CORRECTED) mark.fields = readFields(one.fields);
  if (isText(one.of?.quote) && isText(one.of.metric) && Number.isInteger(one.of.start))
    mark.of = { quote: one.of.quote, metric: one.of.metric, start: one.of.start };
  return mark.fields === null ? null : mark;
}

function readEntry(one) {
  const fields = readFields(one);
  return fields && Number.isInteger(one.from) && one.from >= 0 && isText(one.quote)
    ? { from: one.from, quote: one.quote, ...fields }
    : null;
}

/** Fields of a fact; null where the least that makes a fact is missing. */
function readFields(given) {
  const fields = Object.fromEntries(GOLD.map((name) => [name, readField(name, given?.[name])]));
  return fields.value === null || fields.metric === null || !fields.measure || !fields.status ? null : fields;
}

const NUMBERS = ["value", "value_max"];

function readField(name, value) {
  if (NUMBERS.includes(name)) return Number.isFinite(value) ? value : null;
  if (!isText(value) || value === "") return null;
  if (name === "period") return isPeriod(value) ? value : null;
  return !CHOICES[name] || CHOICES[name].includes(value) ? value : null;
}

const recordJson = ({ marks, added, done }) => JSON.stringify({ marks: [...marks], added, done });

// ---- the file
const marksJson = () =>
  JSON.stringify({
    format: 2,
    report: report.key,
    title: report.title,
    articles: reviewedArticles().map((article) => ({
      id: article.id,
      sha256: article.raw_sha256,
      ...JSON.parse(recordJson(recordOf(article))),
    })),
  });

/** The records of a file by this report's articles, and how many articles it is silent on: not here, or with another text. */
function recordsOfFile(file) {
  const told = { found: new Map(), absent: 0, changed: 0, lost: [], isForeign: file.report !== report.key, title: file.title };
  for (const one of Array.isArray(file.articles) ? file.articles : oldArticles(file, told)) {
    const article = report.byId.get(one?.id);
    if (!article) told.absent++;
    else if (one.sha256 !== undefined && one.sha256 !== article.raw_sha256) told.changed++;
    else told.found.set(article, readRecord(one));
  }
  return told;
}

/** Earlier versions wrote marks of all articles in one, without texts' hashes. */
function oldArticles(file, told) {
  if (!Array.isArray(file.marks)) throw new Error("no marks in it");
  const byId = new Map();
  const at = (id) => byId.get(id) ?? byId.set(id, { id, marks: [], added: [], done: false }).get(id);
  for (const [id, mark] of file.marks) {
    const fact = report.factById.get(id);
    if (fact) at(fact.article.id).marks.push([id, { of: { quote: fact.quote, metric: fact.metric, start: fact.start }, ...mark }]);
    else told.lost.push([id, mark]);
  }
  for (const [id, entries] of file.added ?? []) at(id).added = entries;
  for (const id of file.done ?? []) at(id).done = !told.isForeign;
  return byId.values();
}

/** Are an entry's words where it says? A newer version may take another text from the same page. */
const isWhereItSays = ({ text }, { from, quote }) => text === null || text.startsWith(quote, from);

// ---- merging
const isSameFields = (one, other) => GOLD.every((name) => (one?.[name] ?? null) === (other?.[name] ?? null));
const isSameMark = (one, other) => one.mark === other.mark && isSameFields(one.fields, other.fields);
const isSameEntry = (one, other) => other !== null && one.from === other.from && one.quote === other.quote && isSameFields(one, other);

/** Two entries that mean one fact: the same words, said to be of the same thing. */
const isSameFact = (one, other) =>
  one.from === other.from &&
  one.quote === other.quote &&
  ["subject", "metric", "measure"].every((name) => one[name] === other[name]);

/** Put another's marks into a record. What only they have is taken; where both differ, one's own stays, and both are told. */
function mergeRecord(mine, theirs) {
  const told = { taken: 0, same: 0, conflicts: [] };
  for (const [id, their] of theirs.marks) {
    const own = mine.marks.get(id);
    if (own && isSameMark(own, their)) told.same++;
    else if (own) told.conflicts.push({ id, own, their });
    else told.taken += mine.marks.set(id, their) ? 1 : 0;
  }
  for (const their of theirs.added) {
    const own = mine.added.find((one) => isSameEntry(one, their)) ?? mine.added.find((one) => isSameFact(one, their));
    if (own && isSameEntry(own, their)) told.same++;
    else if (own) told.conflicts.push({ id: null, own, their });
    else told.taken += mine.added.push(their) ? 1 : 0;
  }
  if (theirs.done && !mine.done) told.taken++;
  mine.done ||= theirs.done;
  return told;
}

/** Merge a file of marks; what came of it is told in the review's view. */
function takeMarks(file, name) {
  const { found, ...told } = recordsOfFile(file);
  const sum = { ...told, name, taken: 0, same: 0, conflicts: [] };
  for (const [article, theirs] of found) {
    const { taken, same, conflicts } = changeMarks(article, (mine) => mergeRecord(mine, theirs));
    sum.taken += taken;
    sum.same += same;
    sum.conflicts.push(...conflicts.map((one) => ({ ...one, article })));
  }
  return sum;
}

/** Where both differ: theirs in the place of one's own. */
function takeTheirs({ article, id, own, their }) {
  changeMarks(article, (record) => {
    if (id !== null) record.marks.set(id, their);
    else record.added = [...record.added.filter((one) => !isSameEntry(one, own) && !isSameEntry(one, their)), their];
  });
}
