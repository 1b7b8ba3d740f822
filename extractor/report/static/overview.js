// Before an article is chosen: what there is, and ways in.

function overview() {
  const tally = (values) =>
    [...values.reduce((counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1), new Map())].sort(
      (one, other) => other[1] - one[1],
    );
  const { facts } = shown;
  const failed = shown.articles.reduce((sum, article) => sum + article.contradictions, 0);
  const tiles = [
    ["articles", shown.articles.length],
    ["facts", facts.length],
    ["targets and forecasts", facts.filter((fact) => fact.status !== "actual").length],
    ["failed checks", failed],
  ];
  const isEmpty = shown.articles.length === 0;
  return el(
    "div",
    { class: "overview" },
    state.a !== "" && el("p", { class: "check rounding" }, "The article that the address names is not in this report: ", zh(state.a)),
    el("h2", null, shown.isFiltered || state.q ? "What is filtered" : "What is in this report"),
    el(
      "dl",
      { class: "tiles" },
      tiles.map(([name, number]) => el("div", null, el("dt", null, name), el("dd", null, number.toLocaleString("en")))),
    ),
    report.failures.length > 0 &&
      el(
        "p",
        { class: "check contradiction" },
        el("a", { href: hashOf({ view: "checks" }) }, `${count(report.failures.length, "input")} could not be read`),
      ),
    isEmpty && el("p", { class: "note" }, "No article fits search and filters."),
    el(
      "div",
      { class: "bars-grid", hidden: facts.length === 0 },
      barList("Measures", "measure", tally(facts.map((fact) => fact.measure))),
      barList("Status", "status", tally(facts.map((fact) => fact.status))),
      barList("Subjects", "subject", tally(facts.map((fact) => fact.subject ?? "")).slice(0, 10)),
      barList("Metrics", "metric", tally(facts.map((fact) => fact.metricKey)).slice(0, 10)),
    ),
    !isEmpty && el(
      "p",
      { class: "note" },
      "Choose an article on the left, or press ",
      el("kbd", null, "j"),
      ". ",
      el("kbd", null, "?"),
      " lists all keys.",
    ),
  );
}

function barList(title, facet, counts) {
  const most = counts[0]?.[1] ?? 1;
  return el(
    "section",
    { class: "bars" },
    el("h3", null, title),
    el(
      "ul",
      null,
      counts.map(([value, number]) => {
        const bar = el("span", { class: "amount", "aria-hidden": "true" });
        bar.style.width = `${(100 * number) / most}%`;
        return el(
          "li",
          { class: facet === "measure" ? `m-${value}` : null },
          el(
            "a",
            { href: hashOf({ [facet]: [value], view: "facts" }) },
            el("span", { class: "name", lang: FACETS[facet].isChinese ? "zh-CN" : null }, facetName(facet, value)),
            el("span", { class: "n" }, number.toLocaleString("en")),
            bar,
          ),
        );
      }),
    ),
  );
}
