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
  const fact = article?.facts.find((one) => one.id === state.f) ?? null;
  for (const old of document.querySelectorAll("#detail .chosen")) old.classList.remove("chosen");
  for (const old of document.querySelectorAll("#text [aria-pressed=true]")) old.setAttribute("aria-pressed", "false");
  $("panel-place")?.replaceChildren(...(fact ? [factPanel(fact)] : []));
  $("view-articles").classList.toggle("has-panel", fact !== null);
  paintEvidence(fact);
  setFocusable();
  if (!fact) return;
  for (const part of parts.get(fact) ?? []) {
    part.classList.add("chosen");
    if (part.hasAttribute("aria-pressed")) part.setAttribute("aria-pressed", "true");
  }
  $(`row-${fact.id}`)?.classList.add("chosen");
  if (isMoving) revealChosen(fact);
}

/** Into sight in the text and in the table, each in its own box; where both share one, as on a phone, the text comes first. */
function revealChosen(fact) {
  const [inText, inTable] = [opened.parts.get(fact)?.[0], $(`row-${fact.id}`)];
  const areApart = getComputedStyle($("reading")).overflowY !== "visible";
  if (areApart || !inText) inTable?.scrollIntoView({ block: "nearest" });
  if (areApart || !isFromTable) inText?.scrollIntoView({ block: areApart ? "nearest" : "center" });
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
}

/** Search and filters have changed: which facts fit, which words are found. */
function refreshHits() {
  redrawTable();
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
  for (const part of all) part.tabIndex = part === chosen ? 0 : -1;
}

function stepFact(step) {
  const facts = opened.article?.facts ?? [];
  const now = facts.findIndex((fact) => fact.id === state.f);
  const next = facts[now < 0 ? (step > 0 ? 0 : facts.length - 1) : now + step];
  if (next) go({ f: next.id });
}

/** The place of what is selected in the text, null where nothing is. */
function selectedSpan() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed || !$("text")?.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const from = placeIn(opened.nodes, range.startContainer, range.startOffset);
  const to = placeIn(opened.nodes, range.endContainer, range.endOffset);
  return from !== null && to !== null && to > from ? [from, to] : null;
}

function buildDetail() {
  const clicked = (event) => {
    const part = event.target.closest?.("#text .fact");
    if (!part || String(getSelection()) !== "") return;
    const facts = targets.get(part);
    choose(facts[(facts.findIndex((fact) => fact.id === state.f) + 1) % facts.length]); // of several on one spot the next
  };
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
  for (const part of all) part.tabIndex = part === next ? 0 : -1;
  next.focus();
}
