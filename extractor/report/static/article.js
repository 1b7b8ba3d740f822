// One article: its text with the facts marked, beside it their table; what is chosen in one is chosen in the other.

const opened = { article: null, parts: new Map(), nodes: [] };

function renderDetail() {
  const article = report.byId.get(state.a) ?? null;
  $("view-articles").classList.toggle("is-open", article !== null);
  hideCard();
  Object.assign(opened, { article, parts: new Map(), nodes: [] });
  paint("evidence", []);
  paint("added", []);
  paint("found", []);
  fill($("detail"), article === null ? overview() : articleView(article));
  $("detail").scrollTop = 0;
  if (article === null) return;
  renderOutside();
  paintFound();
  paintAdded();
  setFocusable();
  if (state.f) renderChosen({ isMoving: true });
}

function articleView(article) {
  const text = article.text === null ? missingText(article) : markedText(article, opened.parts, opened.nodes);
  return el(
    "article",
    { class: "article", "aria-labelledby": "article-name" },
    articleHead(article),
    el(
      "div",
      { class: "columns" },
      el("div", { class: "reading", id: "reading" }, article.text !== null && textTools(), text),
      el(
        "div",
        { class: "beside" },
        el("div", { class: "beside-scroll", id: "beside" }, factTable(article), skippedList(article)),
        el("div", { id: "panel-place" }),
      ),
    ),
  );
}

function missingText(article) {
  if (article.duplicate_of === null)
    return el("p", { class: "note" }, "The text was left out of this record. Its facts are in the table.");
  const original = report.byId.get(article.duplicate_of);
  return el(
    "p",
    { class: "note" },
    "A copy of ",
    original ? el("a", { href: hashOf({ a: original.id, f: "" }) }, zh(original.name)) : zh(article.duplicate_of),
    ": its facts are there.",
  );
}

function articleHead(article) {
  const about = [
    article.published,
    article.source && zh(article.source),
    article.dateline && zh(article.dateline),
    article.authors.length > 0 && zh(article.authors.join("、")),
    article.url && webLink(article.url),
  ];
  return el(
    "header",
    { class: "article-head" },
    el(
      "p",
      { class: "row" },
      el("a", { href: hashOf({ a: "", f: "" }), class: "back" }, "← All articles"),
      el(
        "label",
        { class: "done" },
        el("input", {
          type: "checkbox",
          id: "done",
          checked: isDone(article),
          onchange: (event) => setDone(article, event.target.checked),
        }),
        "Review done",
      ),
    ),
    zh(article.name, "h2", { id: "article-name" }),
    el("p", { class: "check rounding", id: "outside", hidden: true }),
    el(
      "p",
      { class: "meta" },
      about.filter(Boolean).flatMap((one, n) => (n > 0 ? [" · ", one] : [one])),
      about.some(Boolean) && " · ",
      zh(article.id, "span", { class: "id" }),
    ),
    article.checks.filter((check) => check.verdict !== "ok").map((check) => checkLine(article, check)),
  );
}

/** The article that is open may not fit search and filters, and an address may name a fact that is not there. */
function renderOutside() {
  const { article } = opened;
  const isOutside = !shown.hits.has(article);
  const isLost = state.f !== "" && !factsOf(article).some((one) => one.id === state.f);
  $("outside").hidden = !isOutside && !isLost;
  fill(
    $("outside"),
    isOutside && [
      "This article does not fit search and filters. ",
      el("button", { type: "button", class: "quiet", onclick: clearFilters }, "Clear them"),
    ],
    isLost && "The fact that the address names is not in this article.",
  );
}

function checkLine(article, check) {
  const fact = article.facts.find((one) => check.facts.includes(one.id));
  return el(
    "p",
    { class: `check ${check.verdict}` },
    `${check.verdict}: `,
    fact ? el("a", { href: hashOf({ view: "articles", a: article.id, f: fact.id }) }, zh(check.message)) : zh(check.message),
  );
}

function textTools() {
  const reasons = el("input", {
    type: "checkbox",
    onchange: (event) => $("text").classList.toggle("with-reasons", event.target.checked),
  });
  return el(
    "p",
    { class: "row tools-row" },
    el("label", null, reasons, "Why skipped"),
    el("button", { type: "button", class: "quiet", onclick: openMissed, "aria-keyshortcuts": "a" }, "Add selected as missed"),
    el("span", { id: "missed-hint", class: "hint" }, "Select the number in the text first."),
  );
}

// ---- the table
function factTable(article) {
  const facts = factsOf(article);
  if (facts.length === 0)
    return el("p", { class: "note" }, article.duplicate_of === null ? "No fact was found in this article." : "");
  const hits = new Set(hitsOf(article));
  return el(
    "table",
    { class: "facts", id: "facts-table" },
    el("caption", { class: "unseen" }, "Facts of this article, in the order of the text"),
    el(
      "thead",
      null,
      el(
        "tr",
        null,
        ["Metric", "Value", "Kind", "Conf."].map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    el(
      "tbody",
      null,
      facts.map((fact) => factRow(fact, hits.has(fact))),
    ),
  );
}

function factRow(fact, isHit) {
  return el(
    "tr",
    {
      id: `row-${fact.id}`,
      class: `m-${fact.measure}${isHit ? "" : " off"}${fact.entry ? " added" : ""}`,
      "data-mark": markOf(fact),
      onclick: (event) => event.target.closest("a") || (String(getSelection()) === "" && choose(fact, { isRow: true })),
    },
    el(
      "th",
      { scope: "row" },
      el(
        "a",
        { href: hashOf({ f: fact.id }), class: "fact-link", lang: "zh-CN", onclick: (event) => takeClick(event, fact) },
        fact.metric,
      ),
      el("span", { class: "under", lang: "zh-CN" }, fact.subject ?? "–"),
    ),
    el("td", { class: "value", lang: "zh-CN" }, valueText(fact), el("span", { class: "under" }, periodText(fact.period) || "–")),
    el(
      "td",
      null,
      kindChip(fact),
      statusBadge(fact),
      fact.verdicts.includes("contradiction") && el("span", { class: "badge bad" }, "failed check"),
      fact.entry && el("span", { class: "badge" }, "added"),
    ),
    el("td", { class: "number" }, fact.confidence.toFixed(2), markSign(fact)),
  );
}

const kindChip = (fact) =>
  el("span", { class: "kind" }, fact.measure, fact.comparison && ` ${fact.comparison.replaceAll("_", " ")}`);
const statusBadge = (fact) => fact.status !== "actual" && el("span", { class: "badge status" }, fact.status);

const SIGNS = { right: "✓", wrong: "✗", corrected: "✎", added: "+" };
const markSign = (fact) =>
  SIGNS[markOf(fact)] &&
  el("span", { class: `sign ${markOf(fact)}`, role: "img", "aria-label": markOf(fact) }, SIGNS[markOf(fact)]);

function takeClick(event, fact) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  choose(fact, { isRow: true });
}

function skippedList(article) {
  if (article.skipped.length === 0) return null;
  const rows = article.skipped.map((one) =>
    el(
      "li",
      null,
      article.text === null
        ? zh(one.quote)
        : el("button", { type: "button", class: "plain", lang: "zh-CN", onclick: () => flash(one) }, one.quote),
      ` ${one.reason.replaceAll("_", " ")}`,
    ),
  );
  return el(
    "details",
    { class: "skipped-list" },
    el("summary", null, `${count(article.skipped.length, "skipped numeral")}, with reasons`),
    el("ul", null, rows),
  );
}

/** Show where a skipped numeral stands. */
function flash(one) {
  const part = opened.parts.get(one)?.[0];
  part?.scrollIntoView({ block: "center" });
  part?.classList.add("flash");
  setTimeout(() => part?.classList.remove("flash"), 1600);
}
