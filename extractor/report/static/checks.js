// What the articles' own arithmetic says, and inputs that could not be read.

function renderChecks() {
  const failed = shown.articles.flatMap((article) =>
    article.checks.filter((check) => check.verdict !== "ok").map((check) => [article, check]),
  );
  failed.sort((one, other) => (one[1].verdict === other[1].verdict ? 0 : one[1].verdict === "contradiction" ? -1 : 1));
  const row = ([article, check]) => [
    el("span", { class: `badge ${check.verdict === "contradiction" ? "bad" : ""}` }, check.verdict),
    check.kind.replaceAll("_", " "),
    checkTarget(article, check),
    { zh: article.name },
  ];
  fill(
    $("view-checks"),
    el("h2", null, "Checks"),
    el(
      "p",
      { class: "note" },
      "Parts against wholes, completion against plan, levels and growth against earlier levels: ",
      "where an article's own figures do not agree, it or its reading is wrong.",
    ),
    failed.length === 0
      ? nothing("No check failed in these articles.")
      : plainTable("Checks that did not come out", ["Verdict", "Kind", "What it says", "Article"], failed.map(row)),
    ...(report.failures.length === 0
      ? []
      : [
          el("h2", null, "Inputs that could not be read"),
          plainTable(
            "Inputs that could not be read",
            ["Input", "Why, and what to do"],
            report.failures.map(([where, message]) => [{ zh: where }, { zh: message }]),
          ),
        ]),
    el(
      "p",
      { class: "note made" },
      "Made by ",
      report.made.map(([version, rules]) => `extractor ${version}, rules ${rules.slice(0, 12)}`).join("; "),
      ".",
    ),
  );
}

function checkTarget(article, check) {
  const fact = article.facts.find((one) => check.facts.includes(one.id));
  return fact ? factLink(fact, check.message) : zh(check.message);
}
