// What is printed says what it is of: title, view, filters and day stand above, on every page of a table of facts.

function buildPaper() {
  addEventListener("beforeprint", () => {
    fill($("paper"), ...paperLines().map((line) => el("p", null, line)));
    $("paper").hidden = false;
    if (state.view === "facts") renderFacts({ isPrinted: true });
  });
  addEventListener("afterprint", () => {
    $("paper").hidden = true;
    if (state.view === "facts") renderFacts();
  });
}

function paperLines() {
  const day = new Date();
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const filters = filterText();
  return [
    [zh(report.title, "strong"), ` · ${VIEWS[state.view]} · printed ${date}`],
    ...(opened.article === null || state.view !== "articles" ? [$("found").textContent] : []),
    ...(filters.length > 0 ? [filters.flatMap((one, n) => (n > 0 ? [" · ", one] : [one]))] : []),
  ];
}

/** Search and filters in words. */
function filterText() {
  const lists = LISTS.filter((name) => state[name].length > 0).map((name) => [
    `${FACETS[name]?.label ?? name}: `,
    zh(state[name].map((value) => facetName(name, value)).join(", ")),
  ]);
  return [
    state.q && ["Search: ", zh(state.q)],
    ...lists,
    (state.min > 0 || state.max < 1) && `Confidence: ${state.min.toFixed(2)}–${state.max.toFixed(2)}`,
    state.nowrong && "without facts marked wrong",
  ].filter(Boolean);
}
