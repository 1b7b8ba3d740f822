// What is looked at, kept in the address behind the #: a view can be linked to, and the Back button works.

const LISTS = ["subject", "metric", "year", "status", "measure", "check", "mark"];
const BLANK = {
  view: "articles",
  a: "",
  f: "",
  q: "",
  subject: [],
  metric: [],
  year: [],
  status: [],
  measure: [],
  check: [],
  mark: [],
  min: 0,
  max: 1,
  nowrong: false,
  order: "given",
  sort: "article",
  down: false,
  page: 0,
  said: false,
  chart: "targets",
  of: "",
  span: "",
  who: [],
};
const FILTERS = ["q", ...LISTS, "min", "max", "nowrong"];
let state = structuredClone(BLANK);
const watchers = [];

/** Tell `watcher` of each change: what changed, and the state before. */
const watch = (watcher) => watchers.push(watcher);

/** The address of a state, those parts alone that are not as at the beginning. */
function hashOf(changes = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...state, ...changes })) {
    if (Array.isArray(value)) for (const one of value) query.append(name, one);
    else if (value !== BLANK[name]) query.set(name, value === true ? "1" : value);
  }
  return `#${query}`;
}

function stateOf(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const read = structuredClone(BLANK);
  for (const [name, blank] of Object.entries(BLANK)) {
    if (!query.has(name)) continue;
    const value = query.get(name);
    if (Array.isArray(blank)) read[name] = query.getAll(name);
    else if (typeof blank === "number") read[name] = Number.isFinite(Number(value)) ? Number(value) : blank;
    else read[name] = typeof blank === "boolean" ? value === "1" : value;
  }
  for (const [name, known] of [
    ["view", VIEWS],
    ["order", ORDERS],
    ["sort", SORTS],
    ["chart", CHARTS],
  ]) {
    if (!Object.hasOwn(known, read[name])) read[name] = BLANK[name];
  }
  if (!report.byId.has(read.a)) read.a = report.factById.get(read.f)?.article.id ?? read.a; // a fact says its article
  return read;
}

const PLACES = ["view", "a", "chart", "of"];
let isHeld = false; // a key that repeats: its run is one step

/** Change what is looked at. Back leads to where one was: to another article, view or chart, to the article without a chosen fact. */
function go(changes, { isStep = false } = {}) {
  const next = { ...state, ...changes };
  if (FILTERS.some((name) => name in changes) && !("page" in changes)) next.page = 0;
  const isFar = PLACES.some((name) => next[name] !== state[name]) || (next.f !== "" && state.f === "");
  become(next);
  history[(isStep || isFar) && !isHeld ? "pushState" : "replaceState"](null, "", hashOf());
}

function become(next) {
  const before = state;
  state = next;
  const changed = new Set(Object.keys(BLANK).filter((name) => String(before[name]) !== String(next[name])));
  if (changed.size > 0) for (const watcher of watchers) watcher(changed, before);
}

addEventListener("popstate", () => become(stateOf(location.hash)));
