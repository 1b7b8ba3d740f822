// The list of articles: of thousands only those in sight are in the page.

const AROUND = 6; // rows beyond the edge
let listRows = null;
let listScroll = 0;
let listAt = 0; // the row that Tab leads to; the arrow keys lead on

function buildList() {
  listRows = el("ul", { class: "rows", "aria-label": "Articles" });
  $("list").append(listRows);
  $("list").addEventListener(
    "scroll",
    () => {
      listScroll = $("list").scrollTop;
      requestAnimationFrame(fillList);
    },
    { passive: true },
  );
  $("list").addEventListener("focusin", (event) => {
    const row = event.target.closest("li[data-at]");
    if (row) setStop(Number(row.dataset.at));
  });
  new ResizeObserver(() => {
    if ($("list").clientHeight > 0) $("list").scrollTop = listScroll; // it may have been hidden, as on a phone behind an article
    fillList();
  }).observe($("list"));
  $("order").append(...Object.entries(ORDERS).map(([name, [label]]) => el("option", { value: name }, label)));
  $("order").addEventListener("change", (event) => go({ order: event.target.value }));
}

const rowHeight = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 4.25;

/** Draw the rows in sight; `isNew`: from the top, for the articles are others. */
function renderList({ isNew = false } = {}) {
  $("order").value = state.order;
  listRows.style.height = `${shown.articles.length * rowHeight()}px`;
  if (isNew) $("list").scrollTop = listScroll = listAt = 0;
  fillList();
}

function fillList() {
  const box = $("list");
  if (box.clientHeight === 0) return;
  const height = rowHeight();
  const first = Math.max(0, Math.floor(box.scrollTop / height) - AROUND);
  const last = Math.min(shown.articles.length, Math.ceil((box.scrollTop + box.clientHeight) / height) + AROUND);
  const focused = document.activeElement?.closest?.("#list li")?.dataset.at;
  const inSight = Math.min(shown.articles.length - 1, Math.ceil(box.scrollTop / height));
  if (focused === undefined && (listAt < first || listAt >= last)) listAt = Math.max(0, inSight);
  const drawn = shown.articles.slice(first, last).map((_, n) => first + n);
  if (focused !== undefined && listAt < shown.articles.length && !drawn.includes(listAt)) drawn.push(listAt); // keeps the focus
  const rows = drawn.map((at) => listRow(shown.articles[at], at));
  fill(
    listRows,
    ...rows,
    ...(shown.articles.length === 0
      ? [
          el(
            "li",
            { class: "none" },
            "No article fits. ",
            el("button", { type: "button", onclick: clearFilters }, "Clear search and filters"),
          ),
        ]
      : []),
  );
  if (focused !== undefined) rows.find((row) => row.dataset.at === focused)?.firstChild.focus({ preventScroll: true });
}

function listRow(article, at) {
  const marks = tallyMarks(article.facts);
  const said = [article.published, article.source && zh(article.source), countedFacts(article)].filter(Boolean);
  const row = el(
    "li",
    { "aria-setsize": shown.articles.length, "aria-posinset": at + 1, "data-at": at },
    el(
      "a",
      {
        href: hashOf({ a: article.id, f: "" }),
        class: "article-link",
        tabindex: at === listAt ? 0 : -1,
        "aria-current": article.id === state.a ? "true" : null,
      },
      zh(article.name, "span", { class: "name" }),
      el(
        "span",
        { class: "meta" },
        said.flatMap((one, n) => (n > 0 ? [" · ", one] : [one])),
        article.contradictions > 0 && el("span", { class: "badge bad" }, `${article.contradictions} failed`),
        isDone(article)
          ? el("span", { class: "badge good" }, "done")
          : isBegun(article) &&
              el("span", { class: "badge" }, `${article.facts.length - marks.unmarked}/${article.facts.length} marked`),
      ),
    ),
  );
  row.style.transform = `translateY(${at * rowHeight()}px)`;
  return row;
}

function countedFacts(article) {
  if (article.duplicate_of !== null) return "copy";
  const hits = hitsOf(article).length;
  const all = factsOf(article).length;
  return hits === all ? count(hits, "fact") : `${hits} of ${count(all, "fact")}`;
}

const listStop = () => listRows.querySelector("a[tabindex='0'], button");

function setStop(at) {
  listAt = at;
  for (const link of listRows.querySelectorAll(".article-link")) link.tabIndex = Number(link.parentElement.dataset.at) === at ? 0 : -1;
}

/** The focus to a row, wherever it is. */
function focusRow(at) {
  if (at < 0 || at >= shown.articles.length) return;
  revealRow(at);
  listRows.querySelector(`li[data-at="${at}"] a`)?.focus();
}

/** Bring a row into sight. */
function revealRow(at) {
  listAt = at;
  const [box, height] = [$("list"), rowHeight()];
  if (box.clientHeight === 0) return;
  if (at * height < box.scrollTop) box.scrollTop = at * height;
  else if ((at + 1) * height > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * height - box.clientHeight;
  fillList();
}

/** Open the next article, or the one before. */
function stepArticle(step) {
  const now = shown.articles.findIndex((article) => article.id === state.a);
  const at = now < 0 ? (step > 0 ? 0 : shown.articles.length - 1) : now + step;
  if (at < 0 || at >= shown.articles.length) return;
  go({ a: shown.articles[at].id, f: "" });
}
