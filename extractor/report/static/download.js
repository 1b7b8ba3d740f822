// What is filtered, as CSV for spreadsheets and as JSON for programs.

const COLUMNS = [
  "article_id",
  "article_title",
  "published",
  "url",
  "subject",
  "subject_code",
  "metric",
  "metric_id",
  "breakdown",
  "measure",
  "value",
  "value_max",
  "unit",
  "unit_code",
  "bound",
  "comparison",
  "reference",
  "status",
  "period_start",
  "period_end",
  "period_text",
  "quote",
  "start",
  "end",
  "sentence",
  "rule",
  "confidence",
  "checks",
  "review",
  "as_read",
  "id",
];

function rowOf(fact) {
  const { article, period } = fact;
  return {
    ...fact,
    article_id: article.id,
    article_title: article.title,
    published: article.published,
    url: article.url,
    period_start: period?.start ?? null,
    period_end: period?.end ?? null,
    period_text: period?.text ?? null,
    sentence: sentenceOf(fact) || null,
    checks: fact.verdicts.join(" "),
    review: markOf(fact) === UNMARKED ? "" : markOf(fact),
    as_read: changesOf(fact).map(([name, was]) => `${name}: ${was ?? ""}`).join("; "),
  };
}

/** A cell: text that a spreadsheet would run as a formula begins with an apostrophe. */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^(?:[\s\p{C}]*[=+\-@＝＋－＠]|[\t\r\n])/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvOf(facts) {
  const lines = facts.map(rowOf).map((row) => COLUMNS.map((name) => cell(row[name])).join(","));
  return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

function jsonOf(facts) {
  const rows = facts.map(rowOf).map((row) => ({
    ...Object.fromEntries(COLUMNS.map((name) => [name, row[name]])),
    evidence: row.evidence,
    inherited: row.inherited,
    repeats: row.repeats,
  }));
  return `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
}

function downloadShown(kind) {
  const make = kind === "csv" ? csvOf : jsonOf;
  save([make(shown.facts)], `facts.${kind}`, kind === "csv" ? "text/csv;charset=utf-8" : "application/json");
  say(`${count(shown.facts.length, "fact")} saved as facts.${kind}`);
}
