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
  history.pushState(null, "", hashOf());
}

function renderTabs() {
  for (const name of Object.keys(VIEWS)) {
    const tab = $(`tab-${name}`);
    tab.href = hashOf({ view: name });
    if (name === state.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const failed = report.articles.reduce((sum, article) => sum + article.contradictions, 0) + report.failures.length;
  fill($("tab-checks"), "Checks", failed > 0 && el("span", { class: "badge bad" }, String(failed)));
}

const DRAWN = { facts: renderFacts, charts: renderCharts, checks: renderChecks, review: renderReview };

function render(changed) {
  const isFiltering = FILTERING.some((name) => changed.has(name));
  if (isFiltering) applyFilters();
  if (changed.has("q") && $("q").value !== state.q) $("q").value = state.q;
  if (isFiltering || changed.has("order")) renderFacets();
  renderTabs();
  const { view } = state;
  for (const name of Object.keys(VIEWS)) $(`view-${name}`).hidden = name !== view;
  if (view === "articles") renderArticles(changed, isFiltering);
  else DRAWN[view]({ changed });
  if (viewShown !== view) scrollTo(0, 0);
  viewShown = view;
}

function renderArticles(changed, isFiltering) {
  if (isFiltering || changed.has("a") || changed.has("view")) renderList({ isNew: isFiltering });
  const at = changed.has("a") && state.a ? shown.articles.findIndex((article) => article.id === state.a) : -1;
  if (at >= 0) revealRow(at);
  if (changed.has("a") || (isFiltering && opened.article === null)) renderDetail();
  else if (isFiltering) refreshHits();
  else if (changed.has("f") || (changed.has("view") && opened.article !== null)) renderChosen({ isMoving: true });
}

/** Marks have changed: draw anew what shows them, keep the focus. */
function onReview() {
  if (state.mark.length > 0) applyFilters();
  renderFacets();
  if (state.view !== "articles") return DRAWN[state.view]();
  const focused = document.activeElement;
  const key = focused?.closest?.("#panel") ? focused.textContent : null;
  fillList();
  if (opened.article === null) return;
  redrawTable();
  $("done").checked = review.done.has(opened.article.id);
  renderChosen();
  if (key !== null) [...document.querySelectorAll("#panel button")].find((button) => button.textContent === key)?.focus();
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
  $("skip").addEventListener("click", () => $("main").focus());
  $("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => state.view === "facts" && renderFacts({ isPrinted: true }));
  addEventListener("afterprint", () => state.view === "facts" && renderFacts());
  let width = innerWidth; // a phone's bars come and go: that is no reason to draw anew
  addEventListener(
    "resize",
    later(200, () => {
      if (state.view === "charts" && innerWidth !== width) renderCharts();
      width = innerWidth;
    }),
  );
}

async function start() {
  buildTheme();
  if (!globalThis.DecompressionStream || !HTMLElement.prototype.showPopover)
    throw new Error("this browser is too old; use Chrome 114, Firefox 125, Safari 17 or newer");
  await load((articles) => ($("loading").textContent = `Reading the report … ${articles.toLocaleString("en")} articles`));
  document.title = report.title;
  $("title").textContent = report.title;
  loadReview();
  nameMetrics();
  for (const build of [buildTabs, buildFacets, buildList, buildFacts, buildDetail, buildCard, buildKeys, buildBar]) build();
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
