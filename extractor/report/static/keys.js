// Single keys for those who read many articles. They can be switched off; none is taken while one types.

const KEYS = [
  ["/", "search", () => $("q").focus()],
  ["j", "next article, or next row of the facts", () => (state.view === "facts" ? stepRow(1) : stepArticle(1))],
  ["k", "the one before", () => (state.view === "facts" ? stepRow(-1) : stepArticle(-1))],
  ["n", "next fact of the article", () => stepFact(1)],
  ["p", "fact before", () => stepFact(-1)],
  ["y", "the chosen fact is right", () => markChosen((fact) => setMark(fact, RIGHT))],
  ["x", "it is wrong", () => markChosen((fact) => setMark(fact, WRONG))],
  ["c", "correct it", () => markChosen(openForm)],
  ["u", "take its mark away", () => markChosen((fact) => setMark(fact, UNMARKED))],
  ["a", "add what is selected as a missed fact", openMissed],
  [
    "d",
    "review of the article done, or not",
    () => opened.article && state.view === "articles" && setDone(opened.article, !isDone(opened.article)),
  ],
  ["?", "this help", () => openHelp()],
];
const VIEWS = { articles: "Articles", facts: "Facts", charts: "Charts", checks: "Checks", review: "Review" };
const OTHER_KEYS = [
  ["1 … 5", "articles, facts, charts, checks, review"],
  ["↑ ↓", "in the list of articles and in tables: the row before, the next"],
  ["Home End", "in the list of articles: the first, the last"],
  ["← →", "on a marked fact in the text: the fact before, the next"],
  ["Enter", "open, choose"],
  ["Esc", "close what is open; leave the search field, which keeps what is in it"],
];
let areKeysOn = true;

function buildKeys() {
  try {
    areKeysOn = localStorage.getItem("extractor-report-keys") !== "off";
  } catch {
    // a browser that keeps nothing: on
  }
  addEventListener("keydown", onKey);
  $("help-open").addEventListener("click", openHelp);
}

const isTyping = (target) => target.matches?.("input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]");

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return escape(event);
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return arrow(event);
  if (event.key === "Home" || event.key === "End") return edge(event);
  if (!areKeysOn) return;
  const view = Object.keys(VIEWS)[Number(event.key) - 1];
  const action = view ? () => go({ view }, { isStep: true }) : KEYS.find(([key]) => key === event.key)?.[2];
  if (!action) return;
  event.preventDefault();
  isHeld = event.repeat;
  action();
  isHeld = false;
}

/** Away with what lies on top: the card, the panel, the article. Dialogs and menus close by themselves. */
function escape(event) {
  if (document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (!$("card").hidden) hideCard();
  else if (event.target === $("q")) leaveSearch(event);
  else if (state.view === "articles" && state.f) go({ f: "" });
  else if (state.view === "articles" && state.a) go({ a: "", f: "" });
}

/** What is searched stays, or a browser would empty the field and leave the list as it is. */
function leaveSearch(event) {
  event.preventDefault();
  event.target.blur();
}

/** From row to row where one has the focus; elsewhere the arrows scroll as ever. */
function arrow(event) {
  const link = event.target.closest?.(".article-link, .fact-link");
  if (!link) return;
  event.preventDefault();
  const step = event.key === "ArrowDown" ? 1 : -1;
  if (link.matches(".fact-link")) {
    const links = [...link.closest("table").querySelectorAll(".fact-link")];
    return links[links.indexOf(link) + step]?.focus();
  }
  focusRow(Number(link.parentElement.dataset.at) + step);
}

/** The first article of the list, the last. */
function edge(event) {
  if (!event.target.matches?.(".article-link")) return;
  event.preventDefault();
  focusRow(event.key === "Home" ? 0 : shown.articles.length - 1);
}

function markChosen(action) {
  const fact = state.view === "articles" && report.factById.get(state.f);
  if (fact) action(fact);
  else say("choose a fact first");
}

function openHelp() {
  const toggle = el("input", { type: "checkbox", checked: areKeysOn, onchange: (event) => switchKeys(event.target.checked) });
  fill(
    $("help"),
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: "help-title" }, "Keys"),
      el(
        "dl",
        { class: "keys" },
        [...KEYS.map(([key, meaning]) => [key, meaning]), ...OTHER_KEYS].map(([key, meaning]) => [
          el("dt", null, el("kbd", null, key)),
          el("dd", null, meaning),
        ]),
      ),
      el("p", null, el("label", null, toggle, "Single keys do these things")),
      el("h2", null, "Signs"),
      el(
        "ul",
        { class: "signs" },
        MEASURES.map((name) => el("li", { class: `m-${name}` }, el("span", { class: "kind" }, name))),
      ),
      el(
        "p",
        { class: "note" },
        "In the text: a solid line under an actual figure, a dashed one under a target, a dotted one under a forecast; ",
        "a double one where facts overlap. Grey numerals are in no fact. ",
        "The address in the browser's bar leads back to this very view.",
      ),
      el("p", { class: "row" }, el("button", { type: "submit", class: "strong", autofocus: true }, "Close")),
    ),
  );
  $("help").showModal();
}

function switchKeys(isOn) {
  areKeysOn = isOn;
  try {
    localStorage.setItem("extractor-report-keys", isOn ? "on" : "off");
  } catch {
    // lasts until the page is closed
  }
}
