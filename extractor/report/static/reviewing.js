// The reviewer's account: what is marked, and its export.

function renderReview() {
  const begun = reviewedArticles();
  const unfinished = begun.filter((article) => !isDone(article));
  const textless = begun.filter((article) => article.text === null);
  const onlyDone = el("input", { type: "checkbox", id: "only-done" });
  fill(
    $("view-review"),
    el("h2", null, "Review"),
    el(
      "p",
      { class: "note" },
      "Open an article, choose a fact, and mark it: ",
      ["y", "x", "c", "a", "d"].map((key, at) => [
        el("kbd", null, key),
        [" right, ", " wrong, ", " correct a field, ", " add what is selected, ", " article done."][at],
      ]),
      review.isKept
        ? " Marks are kept in this browser."
        : el("strong", null, " This browser keeps nothing for this page: export before you close it."),
    ),
    el(
      "div",
      { class: "row" },
      el(
        "button",
        {
          type: "button",
          class: "strong",
          id: "export",
          disabled: begun.length - textless.length === 0,
          onclick: () => exportGold(onlyDone.checked ? begun.filter(isDone) : begun),
        },
        "Export gold (zip)",
      ),
      unfinished.length > 0 && el("label", null, onlyDone, "only articles marked done"),
      el(
        "button",
        {
          type: "button",
          id: "save-marks",
          disabled: begun.length === 0,
          onclick: () => save([marksJson()], "marks.json", "application/json"),
        },
        "Save marks",
      ),
      el("button", { type: "button", onclick: () => $("marks-file").click() }, "Load marks"),
      el("input", {
        type: "file",
        id: "marks-file",
        accept: ".json",
        hidden: true,
        "aria-label": "File of marks",
        onchange: loadMarks,
      }),
    ),
    el(
      "p",
      { class: "note" },
      "Then: ",
      el("code", null, "extractor evaluate gold.zip"),
      ". Each article begun is exported: what you marked wrong is left out, what you did not mark counts as right.",
    ),
    ...takenNotes(),
    unfinished.length > 0 &&
      el(
        "p",
        { class: "check rounding" },
        `${count(unfinished.length, "article")} begun but not marked done: unmarked facts there count as right.`,
      ),
    textless.length > 0 &&
      el(
        "p",
        { class: "check rounding" },
        `${count(textless.length, "article")} without text can't be gold and ${textless.length === 1 ? "is" : "are"} left out.`,
      ),
    ...(begun.length === 0 ? [nothing("Nothing is marked yet.")] : [marksTable(begun), begunTable(begun), lostTable()]),
  );
}

function marksTable(begun) {
  const facts = begun.flatMap((article) => article.facts);
  const row = ([name, some]) => {
    const counts = tallyMarks(some);
    const judged = counts.right + counts.wrong + counts.corrected;
    return [
      name,
      counts.right,
      counts.wrong,
      counts.corrected,
      counts.unmarked,
      judged ? percent(counts.right / judged) : "–",
    ].map(String);
  };
  const byMeasure = [...groupBy(facts, (fact) => fact.measure)].sort(
    (one, other) => MEASURES.indexOf(one[0]) - MEASURES.indexOf(other[0]),
  );
  return plainTable(
    "Marks in the articles begun",
    ["Measure", "Right", "Wrong", "Corrected", "Unmarked", "Right of the marked"],
    [["all", facts], ...byMeasure].map(row),
  );
}

function begunTable(begun) {
  return plainTable(
    "Articles begun",
    ["Article", "Facts", "Marked", "Added", ""],
    begun.map((article) => [
      el("a", { href: hashOf({ view: "articles", a: article.id, f: "" }), lang: "zh-CN" }, article.name),
      String(article.facts.length),
      String(article.facts.length - tallyMarks(article.facts).unmarked),
      String(addedTo(article).length),
      isDone(article) ? el("span", { class: "badge good" }, "done") : "",
    ]),
  );
}
