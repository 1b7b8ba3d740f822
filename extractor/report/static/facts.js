// All facts that fit, across articles: a table in pages.

const PAGE = 50;
const MOST_PRINTED = 2000;
const SORTS = {
  article: ["Article", (one, other) => one.article.index - other.article.index || one.start - other.start],
  subject: ["Subject", (one, other) => compareChinese(one.subject ?? "", other.subject ?? "")],
  metric: ["Metric", (one, other) => compareChinese(one.metric, other.metric)],
  value: ["Value", (one, other) => one.value - other.value, (fact) => fact.unit ?? ""],
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

/** Values are compared within a unit, whichever way round: 元, % and 亩 are no row of numbers. */
function sortFacts() {
  const [, compare, groupOf] = SORTS[state.sort];
  const group = groupOf ? (one, other) => compareChinese(groupOf(one), groupOf(other)) : () => 0;
  sorted = [...shown.facts].sort((one, other) => group(one, other) || (state.down ? -1 : 1) * compare(one, other));
}

const pages = () => Math.max(1, Math.ceil(sorted.length / PAGE));

function renderFacts({ isPrinted = false } = {}) {
  sortFacts();
  const page = Math.min(state.page, pages() - 1);
  const rows = isPrinted ? sorted.slice(0, MOST_PRINTED) : sorted.slice(page * PAGE, (page + 1) * PAGE);
  fill(
    $("view-facts"),
    el("h2", { class: "unseen" }, "Facts"),
    factTools(),
    isPrinted && sorted.length > MOST_PRINTED && el("p", null, `The first ${MOST_PRINTED.toLocaleString("en")} facts`),
    sorted.length === 0
      ? el(
          "p",
          { class: "note" },
          "No fact fits. ",
          el("button", { type: "button", onclick: clearFilters }, "Clear search and filters"),
        )
      : factsTable(rows, isPrinted),
    pager(page),
  );
}

/** Change how the table is drawn, and give the focus back to what changed it. */
function turned(id, changes) {
  go(changes);
  $(id)?.focus();
}

/** Sentences on and off; on a phone, where there are no headings, the order too. */
function factTools() {
  const order = el(
    "select",
    { id: "sort", onchange: (event) => turned("sort", { sort: event.target.value, down: false, page: 0 }) },
    Object.entries(SORTS).map(([name, [label]]) => el("option", { value: name, selected: name === state.sort }, label)),
  );
  const turn = el(
    "button",
    { type: "button", id: "turn", "aria-label": "Turn the order round", onclick: () => turned("turn", { down: !state.down, page: 0 }) },
    state.down ? "↓" : "↑",
  );
  const sentences = el("input", {
    type: "checkbox",
    id: "sentences",
    checked: state.said,
    onchange: (event) => turned("sentences", { said: event.target.checked }),
  });
  return el(
    "p",
    { class: "row fact-tools" },
    el("label", null, sentences, "Sentences"),
    el("span", { class: "phone-order" }, el("label", null, "Order ", order), turn),
  );
}

function factsTable(rows, isPrinted) {
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
          Object.entries(SORTS).map(([name, [label]]) => (isPrinted ? printedHead(name, label) : sortHead(name, label))),
        ),
      ),
      el(
        "tbody",
        null,
        rows.map((fact, at) => [
          wideRow(fact, at > 0 && rows[at - 1].article === fact.article),
          state.said && fact.article.text !== null && saidRow(fact),
        ]),
      ),
    ),
  );
}

/** Browsers repeat a printed table's head on each page, but not the buttons in it. */
const printedHead = (name, label) => el("th", { scope: "col", class: `c-${name}` }, label);

function sortHead(name, label) {
  const isOn = state.sort === name;
  const turn = () => turned(`sort-${name}`, { sort: name, down: isOn && !state.down, page: 0 });
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
  const row = el(
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
  targets.set(row, [fact]);
  return row;
}

/** The sentence below its fact. */
const saidRow = (fact) => el("tr", { class: "said" }, el("td", { colspan: 7, lang: "zh-CN" }, saidParts(fact)));

/** The sentence, what the fact was read from marked. */
function saidParts(fact) {
  const from = spot(fact.article, fact.sentence_start);
  const said = sentenceOf(fact);
  const [first, last] = [Math.max(0, fact.from - from), Math.max(0, fact.to - from)];
  return [said.slice(0, first).trimStart(), el("strong", null, said.slice(first, last)), said.slice(last).trimEnd()];
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
