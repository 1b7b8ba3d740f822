// The filters: a button each, with a panel of choices and how many facts each would leave.

const FACETS = {
  subject: { label: "Subject", name: subjectChoice, isChinese: true, isLong: true },
  metric: { label: "Metric", name: metricName, isChinese: true, isLong: true },
  year: { label: "Year", name: (value) => value || "(no period)", rank: (value) => -value },
  status: { label: "Status", order: STATUSES },
  measure: { label: "Measure", order: MEASURES },
  confidence: { label: "Confidence" },
  check: {
    label: "Checks",
    order: ["contradiction", "rounding", "ok"],
    name: (value) => (value === "contradiction" ? "failed" : value),
  },
  mark: { label: "Review", order: [UNMARKED, RIGHT, WRONG, CORRECTED, ADDED] },
};
const MOST_CHOICES = 80;

/** A name that may be several places says so: 全市 of two articles need not be one city. */
function subjectChoice(value) {
  const known = report.names.get(value);
  return (value || "(none)") + (known && isAmbiguous(known) ? " (may be several)" : "");
}

const facetName = (facet, value) => FACETS[facet].name?.(value) ?? value;

function buildFacets() {
  fill(
    $("facets"),
    Object.entries(FACETS).map(([facet, { label }]) => [
      el("button", { type: "button", id: `facet-${facet}`, class: "facet", popovertarget: `choices-${facet}` }, label),
      el("div", {
        id: `choices-${facet}`,
        class: "choices",
        popover: "auto",
        role: "group",
        "aria-label": `Filter by ${label.toLowerCase()}`,
      }),
    ]),
    el("button", { type: "button", id: "clear", class: "quiet", onclick: clearFilters }, "Clear"),
  );
  for (const facet of Object.keys(FACETS)) {
    $(`choices-${facet}`).addEventListener("beforetoggle", (event) => event.newState === "open" && openFacet(facet));
  }
}

const clearFilters = () => go({ ...Object.fromEntries(FILTERS.map((name) => [name, structuredClone(BLANK[name])])), page: 0 });

/** Fill the panel and put it below its button, inside the window. */
function openFacet(facet) {
  const panel = $(`choices-${facet}`);
  if (facet === "mark") applyFilters(); // marks change without a filter being touched
  fill(panel, ...(facet === "confidence" ? confidenceChoices() : choicesOf(facet)));
  const at = $(`facet-${facet}`).getBoundingClientRect();
  const width = Math.min(FACETS[facet].isLong ? 360 : 260, innerWidth - 16);
  Object.assign(panel.style, {
    width: `${width}px`,
    left: `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`,
    top: `${at.bottom + 4}px`,
    maxHeight: `${innerHeight - at.bottom - 16}px`,
  });
}

function choicesOf(facet) {
  const list = el("div", { class: "choice-list" });
  const find = (wanted) => fill(list, choiceRows(facet, fold(wanted)));
  find("");
  if (!FACETS[facet].isLong) return [list];
  const input = el("input", {
    type: "search",
    placeholder: "Find",
    "aria-label": `Find a ${facet}`,
    autocomplete: "off",
    oninput: (event) => find(event.target.value),
  });
  return [input, list];
}

function choiceRows(facet, wanted) {
  const counts = new Map(shown.counts[facet]);
  for (const value of state[facet]) if (!counts.has(value)) counts.set(value, 0);
  const { order, rank: rankOf } = FACETS[facet];
  const rank = ([value, number]) => {
    if (rankOf) return rankOf(value);
    return order ? order.indexOf(value) : (state[facet].includes(value) ? -1e9 : 0) - number;
  };
  const all = [...counts].filter(([value]) => !wanted || fold(`${facetName(facet, value)} ${value}`).includes(wanted));
  const rows = all.sort((one, other) => rank(one) - rank(other)).slice(0, MOST_CHOICES);
  if (rows.length === 0) return [el("p", { class: "note" }, "Nothing of this kind here.")];
  const rest = all.length - rows.length;
  return [
    rows.map(([value, number]) => choice(facet, value, number)),
    rest > 0 && el("p", { class: "note" }, `${rest} more: find by name`),
  ];
}

function choice(facet, value, number) {
  const toggle = (event) => {
    const others = state[facet].filter((one) => one !== value);
    go({ [facet]: event.target.checked ? [...others, value] : others });
  };
  return el(
    "label",
    { class: `choice${facet === "measure" ? ` m-${value}` : ""}` },
    el("input", { type: "checkbox", checked: state[facet].includes(value), onchange: toggle }),
    facet === "measure" && el("span", { class: "dot", "aria-hidden": "true" }),
    el("span", { class: "name", lang: FACETS[facet].isChinese ? "zh-CN" : null }, facetName(facet, value)),
    el("span", { class: "n" }, number.toLocaleString("en")),
  );
}

function confidenceChoices() {
  const slider = (name, label) => {
    const number = el("output", null, state[name].toFixed(2));
    const input = el("input", { type: "range", min: 0, max: 1, step: 0.01, value: state[name], "aria-label": label });
    input.addEventListener("input", () => {
      number.textContent = Number(input.value).toFixed(2);
      slow({ [name]: Number(input.value) });
    });
    return el("label", { class: "slider" }, el("span", null, label), input, number);
  };
  const slow = later(120, go);
  const preset = (label, min, max) =>
    el("button", { type: "button", class: "quiet", onclick: () => (go({ min, max }), openFacet("confidence")) }, label);
  return [
    slider("min", "at least"),
    slider("max", "at most"),
    el("p", { class: "row" }, preset("unsure: up to 0.80", 0, 0.8), preset("sure: 0.95 or more", 0.95, 1), preset("all", 0, 1)),
  ];
}

/** What each button says. */
function renderFacets() {
  for (const [facet, { label, isChinese }] of Object.entries(FACETS)) {
    const values = facet === "confidence" ? [] : state[facet];
    const button = $(`facet-${facet}`);
    let text = "";
    if (facet === "confidence" && (state.min > 0 || state.max < 1)) text = `${state.min.toFixed(2)}–${state.max.toFixed(2)}`;
    else if (values.length > 0) text = facetName(facet, values[0]) + (values.length > 1 ? ` +${values.length - 1}` : "");
    button.classList.toggle("on", text !== "");
    fill(button, label, text !== "" && el("span", { class: "chosen", lang: isChinese ? "zh-CN" : null }, text));
  }
  const active = LISTS.filter((name) => state[name].length > 0).length + (state.min > 0 || state.max < 1 ? 1 : 0);
  $("clear").hidden = active === 0 && state.q === "";
  $("bar-open").textContent = active > 0 ? `Filters · ${active}` : "Filters";
  const of = shown.articles.length === report.articles.length ? "" : ` of ${report.articles.length.toLocaleString("en")}`;
  $("found").textContent =
    `${shown.articles.length.toLocaleString("en")}${of} ${report.articles.length === 1 ? "article" : "articles"}, ` +
    count(shown.facts.length, "fact");
}
