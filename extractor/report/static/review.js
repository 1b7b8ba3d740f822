// Marks of a reviewer: right, wrong, corrected, added, done. Each article's are kept in this browser by its id and the hash of its
// text: a report with more articles, or made with newer rules, finds them again. Tabs change one article at a time, and each
// change is made on top of what is kept, so that no tab writes over another's.

const review = { records: new Map(), unkept: new Set(), isKept: true };
const RIGHT = "right";
const WRONG = "wrong";
const CORRECTED = "corrected";
const ADDED = "added";
const UNMARKED = "unmarked";
const KEPT = "extractor-report-marks:";
const NO_RECORD = Object.freeze({ marks: new Map(), added: [], done: false });

/** What a reviewer said of an article. */
const recordOf = (article) => review.records.get(article.id) ?? NO_RECORD;
const entryOf = (fact) => recordOf(fact.article).marks.get(fact.id);
const markOf = (fact) => (fact.entry ? ADDED : (entryOf(fact)?.mark ?? UNMARKED));
const addedTo = (article) => recordOf(article).added.filter((entry) => isWhereItSays(article, entry));
const isDone = (article) => recordOf(article).done;

const storeKey = (article) => `${KEPT}${article.raw_sha256.slice(0, 16)}:${article.id}`;

/** What is kept under a key; null where there is nothing, or nothing that can be read. */
function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function loadReview() {
  readAllKept();
  takeOldMarks(`extractor-report:${report.key}`);
  keepRecords(); // finds out whether the browser keeps anything for files
  addEventListener("storage", onStorage);
  addEventListener("beforeunload", (event) => review.unkept.size > 0 && event.preventDefault()); // asks before marks are lost
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return; // else it slept while other tabs marked
    readAllKept();
    tellReview();
  });
}

function readAllKept() {
  for (const article of report.articles) {
    const record = review.unkept.has(article) ? null : readRecord(kept(storeKey(article)));
    if (record) setRecord(article, record);
  }
}

/** Marks as earlier versions kept them, all of a report in one, are kept by article from now on. */
function takeOldMarks(key) {
  const old = kept(key);
  if (!Array.isArray(old?.marks)) return;
  const { found, lost } = recordsOfFile(old);
  for (const [article, theirs] of found) changeMarks(article, (mine) => mergeRecord(mine, theirs));
  if (!review.isKept) return;
  if (lost.length > 0) localStorage.setItem(key, JSON.stringify({ report: report.key, marks: lost }));
  else localStorage.removeItem(key);
}

function setRecord(article, record) {
  review.records.set(article.id, record);
  unsettle(article);
}

/** Another tab has marked something. */
function onStorage({ key, newValue }) {
  if (!key?.startsWith(KEPT) || newValue === null) return;
  const article = report.byId.get(key.slice(KEPT.length + 17));
  if (!article || storeKey(article) !== key) return;
  const theirs = readRecord(kept(key));
  if (theirs === null) return;
  const mine = copyOf(recordOf(article));
  mergeRecord(mine, theirs);
  setRecord(article, review.unkept.has(article) ? mine : theirs);
  tellReview();
}

const copyOf = (record) => ({ marks: new Map(record.marks), added: [...record.added], done: record.done });

/** What is kept of an article now; what could not be written, or was cleared under us, is in this page alone. */
function keptRecord(article) {
  if (review.unkept.has(article)) return copyOf(recordOf(article));
  return readRecord(kept(storeKey(article))) ?? copyOf(recordOf(article));
}

/** Change what is said of an article, on top of what another tab may have said meanwhile. */
function changeMarks(article, change) {
  const record = keptRecord(article);
  const outcome = change(record);
  setRecord(article, record);
  review.unkept.add(article);
  keepRecords();
  return outcome;
}

function keepRecords() {
  try {
    localStorage.setItem(`${KEPT}kept`, "1");
    for (const article of review.unkept) {
      localStorage.setItem(storeKey(article), recordJson(recordOf(article)));
      review.unkept.delete(article);
    }
    review.isKept = true;
  } catch {
    review.isKept = false;
  }
}

const tellReview = () => dispatchEvent(new Event("review"));

/** Mark a fact; the same mark again takes it away. With the mark goes what the fact was, for reports that no longer have it. */
function setMark(fact, mark, fields = null) {
  if (fact.entry) return say("an added fact has no mark; correct it, or take it away");
  const isSame = fields === null && markOf(fact) === mark;
  const of = { quote: fact.quote, metric: asRead(fact).metric, start: fact.start };
  changeMarks(fact.article, ({ marks }) => {
    if (isSame || mark === UNMARKED) marks.delete(fact.id);
    else marks.set(fact.id, fields === null ? { mark, of } : { mark, fields, of });
  });
  say(isSame ? "mark taken away" : `marked ${mark}`);
  tellReview();
}

function setDone(article, isDone) {
  changeMarks(article, (record) => (record.done = isDone));
  say(isDone ? "article done" : "article not done");
  tellReview();
}

/** Add a fact that was missed, or put it in the place of what it was before. */
function addMissed(article, entry, before = null) {
  changeMarks(article, (record) => {
    record.added = record.added.filter((one) => !isSameEntry(one, before) && !isSameEntry(one, entry));
    record.added.push(entry);
  });
  say(before ? "fact changed" : "fact added");
  tellReview();
}

function dropMissed(article, entry) {
  changeMarks(article, (record) => (record.added = record.added.filter((one) => !isSameEntry(one, entry))));
  say("taken away");
  tellReview();
}

const isBegun = (article) => {
  const { marks, added, done } = recordOf(article);
  return done || added.length > 0 || marks.size > 0;
};

const reviewedArticles = () => report.articles.filter(isBegun);

/** Marks by kind, of some facts. */
function tallyMarks(facts) {
  const counts = { right: 0, wrong: 0, corrected: 0, unmarked: 0 };
  for (const fact of facts) counts[markOf(fact)]++;
  return counts;
}
