// Marks of a reviewer: right, wrong, corrected, added, done. Kept in this browser under the report's key.

const review = { marks: new Map(), added: new Map(), done: new Set(), isKept: true };
const RIGHT = "right";
const WRONG = "wrong";
const CORRECTED = "corrected";
const UNMARKED = "unmarked";

const storeKey = () => `extractor-report:${report.key}`;
const markOf = (fact) => review.marks.get(fact.id)?.mark ?? UNMARKED;
const addedTo = (article) => review.added.get(article.id) ?? [];

function loadReview() {
  try {
    readReview(JSON.parse(localStorage.getItem(storeKey()) ?? "{}"));
  } catch {
    review.isKept = false; // a browser that keeps nothing for files: marks last until the page is closed
  }
}

function readReview(kept) {
  review.marks = new Map((kept.marks ?? []).filter(([, one]) => [RIGHT, WRONG, CORRECTED].includes(one?.mark)));
  review.added = new Map(kept.added ?? []);
  review.done = new Set(kept.done ?? []);
}

const reviewJson = () =>
  JSON.stringify({ report: report.key, marks: [...review.marks], added: [...review.added], done: [...review.done] });

function keepReview() {
  try {
    localStorage.setItem(storeKey(), reviewJson());
    review.isKept = true;
  } catch {
    review.isKept = false;
  }
  dispatchEvent(new Event("review"));
}

/** Mark a fact; the same mark again takes it away. */
function setMark(fact, mark, fields = null) {
  const isSame = fields === null && markOf(fact) === mark;
  if (isSame || mark === UNMARKED) review.marks.delete(fact.id);
  else review.marks.set(fact.id, fields === null ? { mark } : { mark, fields });
  say(isSame ? "mark taken away" : `marked ${mark}`);
  keepReview();
}

function setDone(article, isDone) {
  if (isDone) review.done.add(article.id);
  else review.done.delete(article.id);
  say(isDone ? "article done" : "article not done");
  keepReview();
}

function addMissed(article, entry) {
  review.added.set(article.id, [...addedTo(article), entry]);
  say("fact added");
  keepReview();
}

function dropMissed(article, entry) {
  const left = addedTo(article).filter((one) => one !== entry);
  if (left.length > 0) review.added.set(article.id, left);
  else review.added.delete(article.id);
  keepReview();
}

const isBegun = (article) =>
  review.done.has(article.id) || review.added.has(article.id) || article.facts.some((fact) => review.marks.has(fact.id));

const reviewedArticles = () => report.articles.filter(isBegun);

/** Marks by kind, of some facts. */
function tallyMarks(facts) {
  const counts = { right: 0, wrong: 0, corrected: 0, unmarked: 0 };
  for (const fact of facts) counts[markOf(fact)]++;
  return counts;
}
