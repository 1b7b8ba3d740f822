// All facts that fit, across articles: a table in pages.

const PAGE = 50;
const MOST_PRINTED = 2000;
const SORTS = {
  article: ["Article", (one, other) => one.article.index - other.article.index || one.start - other.start],
  subject: ["Subject", (one, other) => compareChinese(one.subject ?? "", other.subject ?? "")],
  metric: ["Metric", (one, other) => compareChinese(one.metric, other.metric)],
  value: ["Value", (one, other) => one.value - other.value],
  kind: [
    "Kind",
    (one, other) =>
      MEASURES.indexOf(one.measure) - MEASURES.indexOf(other.measure) ||
      (one.comparison ?? "").localeCompare(other.comparison ?? ""),
  ],
  period: ["Period", (one, other) => (one.period?.end ?? "").localeCompare(other.period?.end ?? "")],
  confidence: ["Conf.", (one, other) => one.confidence - other.confidence],
};
const collator = new Intl.Collator("zh-CN");
const compareChinese = (one, other) => collator.compare(one, other);
let sorted = [];

function sortFacts() {
  const compare = SORTS[state.sort][1];
  sorted = [...shown.facts].sort((one, other) => (state.down ? -1 : 1) * compare(one, other));
}

const pages = () => Math.max(1, Math.ceil(sorted.length / PAGE));

let factsScroll = 0;

function buildFacts() {
  $("view-facts").addEventListener("scroll", () => (factsScroll = $("view-facts").scrollTop), { passive: true });
}

/** `changed`: where that is no more than the view, one comes back to where one was. */
function renderFacts({ changed = new Set(), isPrinted = false } = {}) {
  const from = ["page", "sort", "down", ...FILTERS].some((name) => changed.has(name)) ? 0 : factsScroll;
  sortFacts();
  const page = Math.min(state.page, pages() - 1);
  const rows = isPrinted ? sorted.slice(0, MOST_PRINTED) : sorted.slice(page * PAGE, (page + 1) * PAGE);
  fill(
    $("view-facts"),
    el("h2", { class: "unseen" }, "Facts"),
    sorted.length === 0
      ? el(
          "p",
          { class: "note" },
          "No fact fits. ",
          el("button", { type: "button", onclick: clearFilters }, "Clear search and filters"),
        )
      : factsTable(rows),
    pager(page),
  );
  $("view-facts").scrollTop = from;
}

function factsTable(rows) {
  return el(
    "div",
    { class: "wide" },
    el(
      "table",
      { class: "facts all" },
      el("caption", { class: "unseen" }, "Facts that fit search and filters"),
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          Object.entries(SORTS).map(([name, [label]]) => sortHead(name, label)),
        ),
      ),
      el(
        "tbody",
        null,
        rows.map((fact, at) => wideRow(fact, at > 0 && rows[at - 1].article === fact.article)),
      ),
    ),
  );
}

function sortHead(name, label) {
  const isOn = state.sort === name;
  const turn = () => {
    go({ sort: name, down: isOn && !state.down, page: 0 });
    $(`sort-${name}`)?.focus();
  };
  return el(
    "th",
    { scope: "col", "aria-sort": isOn ? (state.down ? "descending" : "ascending") : null, class: `c-${name}` },
    el(
      "button",
      { type: "button", class: "plain", id: `sort-${name}`, onclick: turn },
      label,
      isOn && el("span", { "aria-hidden": "true" }, state.down ? " ↓" : " ↑"),
    ),
  );
}

/** `isSame`: the article is that of the row above, and is not named again. */
function wideRow(fact, isSame) {
  const link = hashOf({ view: "articles", a: fact.article.id, f: fact.id });
  const article = isSame ? [] : [fact.article.name, el("span", { class: "under" }, fact.article.published ?? "")];
  return el(
    "tr",
    {
      class: `m-${fact.measure}`,
      "data-mark": markOf(fact),
      onclick: (event) =>
        event.target.closest("a") ||
        (String(getSelection()) === "" && go({ view: "articles", a: fact.article.id, f: fact.id }, { isStep: true })),
    },
    el("td", { class: "c-article", lang: "zh-CN" }, article),
    el("td", { class: "c-subject", lang: "zh-CN" }, fact.subject ?? "–"),
    el("th", { scope: "row", class: "c-metric" }, el("a", { href: link, class: "fact-link", lang: "zh-CN" }, fact.metric)),
    el("td", { class: "value", lang: "zh-CN" }, valueText(fact)),
    el(
      "td",
      { class: "c-kind" },
      kindChip(fact),
      statusBadge(fact),
      fact.verdicts.includes("contradiction") && el("span", { class: "badge bad" }, "failed check"),
    ),
    el("td", { class: "period" }, periodText(fact.period) || "–"),
    el("td", { class: "number" }, fact.confidence.toFixed(2), markSign(fact)),
  );
}

function pager(page) {
  if (pages() < 2) return null;
  const turn = (label, to) =>
    el("button", { type: "button", disabled: to < 0 || to >= pages(), onclick: () => turnPage(to) }, label);
  return el(
    "nav",
    { class: "pager", "aria-label": "Pages" },
    turn("← Before", page - 1),
    el(
      "span",
      null,
      `${[page * PAGE + 1, Math.min(sorted.length, (page + 1) * PAGE)].map((at) => at.toLocaleString("en")).join("–")} of ` +
        sorted.length.toLocaleString("en"),
    ),
    turn("Next →", page + 1),
  );
}

function turnPage(to) {
  go({ page: to });
  document.querySelector("#view-facts .fact-link")?.focus();
}

/** Focus the next row's link, on the next page where this one ends. */
function stepRow(step) {
  const links = [...document.querySelectorAll("#view-facts .fact-link")];
  const at = links.indexOf(document.activeElement) + step;
  if (document.activeElement?.matches?.("#view-facts .fact-link") === false) links[0]?.focus();
  else if (links[at]) links[at].focus();
  else if (step > 0 && state.page < pages() - 1) turnPage(state.page + 1);
  else if (step < 0 && state.page > 0) {
    turnPage(state.page - 1);
    [...document.querySelectorAll("#view-facts .fact-link")].at(-1)?.focus();
  }
}
