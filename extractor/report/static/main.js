// The beginning: read the data, build what stays, then follow the state.

const FILTERING = [...FILTERS, "order"];
let viewShown = "";

function buildTabs() {
  $("tabs").append(...Object.entries(VIEWS).map(([name, label]) => el("a", { href: "#", id: `tab-${name}` }, label)));
  addEventListener("click", followLink);
}

/** Links within the page change the state without a jump. */
function followLink(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  become(stateOf(link.hash));
  if (hashOf() !== location.hash) history.pushState(null, "", hashOf());
}

function renderTabs() {
  for (const name of Object.keys(VIEWS)) {
    const tab = $(`tab-${name}`);
    tab.href = hashOf({ view: name });
    if (name === state.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const failed = shown.articles.reduce((sum, article) => sum + article.contradictions, 0) + report.failures.length;
  fill($("tab-checks"), "Checks", failed > 0 && el("span", { class: "badge bad" }, String(failed)));
}

const DRAWN = { facts: renderFacts, charts: renderCharts, checks: renderChecks, review: renderReview };

/** Where each view was scrolled to when it was left: coming back, one is there again. */
const scrolls = new Map();
const FROM_ABOVE = ["sort", "down", "page", "chart", "of"];

/** Draw a view and come back to where one was in it, unless what it shows is something else now. */
async function drawView(changed) {
  const { view } = state;
  const box = $(`view-${view}`);
  const isOther = [...FILTERS, ...FROM_ABOVE].some((name) => changed.has(name));
  const top = isOther ? 0 : viewShown === view ? box.scrollTop : (scrolls.get(view) ?? 0);
  const drawing = DRAWN[view]({ changed });
  box.scrollTop = top;
  if (drawing === undefined) return;
  await drawing; // charts grow as they are drawn
  if (state.view === view) box.scrollTop = top;
}

function render(changed) {
  if (viewShown !== "" && viewShown !== state.view) scrolls.set(viewShown, $(`view-${viewShown}`).scrollTop);
  const isFiltering = FILTERING.some((name) => changed.has(name));
  if (isFiltering) applyFilters();
  if (changed.has("q") && $("q").value !== state.q) $("q").value = state.q;
  if (isFiltering || changed.has("order")) renderFacets();
  renderTabs();
  renderWrong();
  const { view } = state;
  for (const name of Object.keys(VIEWS)) $(`view-${name}`).hidden = name !== view;
  if (view === "articles") renderArticles(changed, isFiltering);
  else drawView(changed);
  if (viewShown !== view) scrollTo(0, 0);
  viewShown = view;
}

function renderArticles(changed, isFiltering) {
  if (isFiltering || changed.has("a") || changed.has("view")) renderList({ isNew: isFiltering });
  const at = changed.has("a") && state.a ? shown.articles.findIndex((article) => article.id === state.a) : -1;
  if (at >= 0) revealRow(at);
  if (changed.has("a") || (isFiltering && opened.article === null)) renderDetail();
  else if (isFiltering) refreshHits();
  else if (changed.has("f") || (changed.has("view") && opened.article !== null)) {
    if (changed.has("view")) redrawMarks(); // other views change them too
    renderChosen({ isMoving: true });
  }
}

/** Marks have changed, here or in another tab: draw anew what shows them, keep focus and place. */
async function onReview() {
  if (areOthers || state.mark.length > 0 || state.nowrong) applyFilters();
  areOthers = false;
  renderFacets();
  renderTabs();
  renderWrong();
  const refocus = focusKeeper();
  if (state.view === "articles") redrawMarks();
  else await drawView(new Set());
  refocus();
}

function redrawMarks() {
  renderList();
  if (opened.article === null) return renderDetail();
  redrawTable();
  renderOutside();
  $("done").checked = isDone(opened.article);
  renderChosen();
}

/** Remembers what has the focus, and gives it to what is drawn in its place. */
function focusKeeper() {
  const held = document.activeElement;
  const box = held?.closest("#panel, #beside, .view");
  if (!box) return () => {};
  const [place, id, text] = [box.id, held.id, held.textContent];
  return () => {
    if (held.isConnected || document.activeElement !== document.body) return;
    const alike = () => [...document.querySelectorAll(`#${place} :is(button, a)`)].find((one) => one.textContent === text);
    ($(id) ?? alike() ?? $(place))?.focus({ preventScroll: true });
  };
}

/** The switch that leaves out what was marked wrong, once something was. */
function renderWrong() {
  const isAny = [...review.records.values()].some(({ marks }) => [...marks.values()].some(({ mark }) => mark === WRONG));
  $("nowrong-label").hidden = !isAny && !state.nowrong;
  $("nowrong").checked = state.nowrong;
}

// ---- light and dark
const THEMES = ["auto", "light", "dark"];

function buildTheme() {
  let theme = "auto";
  try {
    theme = localStorage.getItem("extractor-report-theme") ?? "auto";
  } catch {
    // a browser that keeps nothing: as the system has it
  }
  setTheme(THEMES.includes(theme) ? theme : "auto");
  $("theme").addEventListener("click", () => {
    setTheme(THEMES[(THEMES.indexOf($("theme").dataset.theme) + 1) % THEMES.length]);
  });
}

function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  $("theme").dataset.theme = theme;
  $("theme").textContent = `Theme: ${theme}`;
  try {
    localStorage.setItem("extractor-report-theme", theme);
  } catch {
    // lasts until the page is closed
  }
}

function buildBar() {
  $("q").addEventListener(
    "input",
    later(150, () => go({ q: $("q").value.trim() })),
  );
  $("bar-open").addEventListener("click", () => {
    const isOpen = $("bar").classList.toggle("is-open");
    $("bar-open").setAttribute("aria-expanded", String(isOpen));
  });
  $("csv").addEventListener("click", () => downloadShown("csv"));
  $("json").addEventListener("click", () => downloadShown("json"));
  $("nowrong").addEventListener("change", (event) => go({ nowrong: event.target.checked }));
  $("skip").addEventListener("click", skip);
  $("print").addEventListener("click", () => print());
  let width = innerWidth; // a phone's bars come and go: that is no reason to draw anew
  addEventListener(
    "resize",
    later(200, () => {
      if (state.view === "charts" && innerWidth !== width) renderCharts();
      width = innerWidth;
    }),
  );
}

/** To what matters: the text that is open, what a view shows, else the list. */
function skip() {
  const place = state.view === "articles" ? ($("reading") ?? $("detail")) : $(`view-${state.view}`);
  if (place.getClientRects().length === 0) return listStop()?.focus();
  place.tabIndex = -1; // for as long as it has the focus: what can be focused takes it at each click, and the scrolling keys
  place.addEventListener("blur", () => place.removeAttribute("tabindex"), { once: true });
  place.focus();
}

async function start() {
  buildTheme();
  if (!globalThis.DecompressionStream || !HTMLElement.prototype.showPopover)
    throw new Error("this browser is too old; use Chrome 114, Firefox 125, Safari 17 or newer");
  await load((articles) => ($("loading").textContent = `Reading the report … ${articles.toLocaleString("en")} articles`));
  document.title = report.title;
  fill($("title"), report.title);
  loadReview();
  nameMetrics();
  for (const build of [buildTabs, buildFacets, buildList, buildDetail, buildCard, buildKeys, buildBar, buildPaper]) build();
  state = stateOf(location.hash);
  watch(render);
  addEventListener("review", onReview);
  $("loading").remove();
  $("bar").hidden = false;
  render(new Set(Object.keys(BLANK)));
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  const place = $("loading") ?? $("said");
  place.textContent = `The report can't be shown: ${error.message}`;
  console.error(error);
});
