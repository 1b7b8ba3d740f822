// Choosing a fact, in the text or in the table: both show it, its evidence is marked, its panel opens.

let isFromTable = false;

function choose(fact, { isRow = false } = {}) {
  isFromTable = isRow;
  hideCard();
  go({ a: fact.article.id, f: fact.id });
  isFromTable = false;
}

/** Mark the chosen fact in text and table, its evidence too, and show its panel. */
function renderChosen({ isMoving = false } = {}) {
  const { article, parts } = opened;
  const fact = article ? (factsOf(article).find((one) => one.id === state.f) ?? null) : null;
  for (const old of document.querySelectorAll("#detail .chosen")) old.classList.remove("chosen");
  for (const old of document.querySelectorAll("#text [aria-pressed=true]")) old.setAttribute("aria-pressed", "false");
  $("panel-place")?.replaceChildren(...(fact ? [factPanel(fact)] : []));
  $("view-articles").classList.toggle("has-panel", fact !== null);
  paintEvidence(fact);
  setFocusable();
  if (article) renderOutside();
  if (!fact) return;
  for (const part of parts.get(asRead(fact)) ?? []) {
    part.classList.add("chosen");
    if (part.hasAttribute("aria-pressed")) part.setAttribute("aria-pressed", "true");
  }
  $(`row-${fact.id}`)?.classList.add("chosen");
  if (isMoving) revealChosen(fact);
}

/** Into sight in the text and in the table, each in its own box; where both share one, as on a phone, the text comes first. */
function revealChosen(fact) {
  const [inText, inTable] = [opened.parts.get(asRead(fact))?.[0] ?? addedPart(fact), $(`row-${fact.id}`)];
  const areApart = getComputedStyle($("reading")).overflowY !== "visible";
  if (areApart || !inText) inTable?.scrollIntoView({ block: "nearest" });
  if (areApart || !isFromTable) inText?.scrollIntoView({ block: areApart ? "nearest" : "center" });
}

/** Where an added fact stands: it has no element of its own. */
function addedPart({ entry, from, to }) {
  return entry && opened.nodes.length > 0 ? rangeOf(opened.nodes, from, to).startContainer.parentElement : null;
}

function paintAdded() {
  const added = opened.nodes.length > 0 ? addedTo(opened.article) : [];
  paint(
    "added",
    added.map(({ from, quote }) => rangeOf(opened.nodes, from, from + quote.length)),
  );
}

function paintEvidence(fact) {
  const spans = fact && opened.nodes.length > 0 ? Object.values(fact.evidence).flat() : [];
  const ranges = spans
    .map(([start, end]) => [spot(fact.article, start), spot(fact.article, end)])
    .filter(([from, to]) => to > from);
  paint(
    "evidence",
    ranges.map(([from, to]) => rangeOf(opened.nodes, from, to)),
  );
}

/** The table drawn anew: marks or filters have changed. */
function redrawTable() {
  const held = document.querySelector("#beside > table, #beside > .note");
  held?.replaceWith(factTable(opened.article));
  paintAdded();
}

/** Search and filters have changed: which facts fit, which words are found. */
function refreshHits() {
  redrawTable();
  renderOutside();
  paintFound();
  renderChosen();
}

const MOST_FOUND = 500;

function paintFound() {
  const hay = opened.nodes.length > 0 ? fold(opened.article.text) : "";
  const ranges = [];
  for (const term of termsOf(state.q)) {
    for (let at = hay.indexOf(term); at >= 0 && ranges.length < MOST_FOUND; at = hay.indexOf(term, at + term.length)) {
      ranges.push(rangeOf(opened.nodes, at, at + term.length));
    }
  }
  paint("found", ranges);
}

/** One mark of the text can be reached with Tab; from there the arrow keys lead on. */
function setFocusable() {
  const all = [...document.querySelectorAll("#text .fact[role=button]")];
  const chosen = all.find((part) => part.classList.contains("chosen")) ?? all.find((part) => part.tabIndex === 0) ?? all[0];
  setStopMark(all, chosen);
}

/** Only that one can have the focus: nothing can be selected from within what can. */
function setStopMark(all, stop) {
  for (const part of all) if (part !== stop) part.removeAttribute("tabindex");
  if (stop) stop.tabIndex = 0;
}

function stepFact(step) {
  const facts = opened.article ? factsOf(opened.article) : [];
  const now = facts.findIndex((fact) => fact.id === state.f);
  const next = facts[now < 0 ? (step > 0 ? 0 : facts.length - 1) : now + step];
  if (next) go({ f: next.id });
}

/** The place of what is selected in the text, null where nothing is. */
function selectedSpan() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed || opened.nodes.length === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode($("text"))) return null;
  const from = placeIn(opened.nodes, range.startContainer, range.startOffset, false);
  const to = placeIn(opened.nodes, range.endContainer, range.endOffset, true);
  const said = opened.article.text.slice(from, to);
  const blanks = said.length - said.trimStart().length;
  return said.trim() === "" ? null : [from + blanks, from + blanks + said.trim().length];
}

function buildDetail() {
  const clicked = (event) => {
    const part = event.target.closest?.("#text .fact");
    if (!part || String(getSelection()) !== "") return;
    const facts = targets.get(part);
    choose(facts[(facts.findIndex((fact) => fact.id === state.f) + 1) % facts.length]); // of several on one spot the next
    if (part.tabIndex === 0) part.focus({ preventScroll: true });
  };
  $("detail").addEventListener("pointerdown", (event) => event.target.closest?.("#text .fact")?.removeAttribute("tabindex"));
  addEventListener("pointerup", () => opened.article && setFocusable());
  $("detail").addEventListener("click", clicked);
  $("detail").addEventListener("keydown", (event) => {
    if (!event.target.matches("#text .fact")) return;
    if (event.key === "Enter" || event.key === " ") clicked(event);
    else if (event.key === "ArrowRight" || event.key === "ArrowDown") focusMark(event.target, 1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") focusMark(event.target, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function focusMark(from, step) {
  const all = [...document.querySelectorAll("#text .fact[role=button]")];
  const next = all[all.indexOf(from) + step];
  if (!next) return;
  setStopMark(all, next);
  next.focus();
}
