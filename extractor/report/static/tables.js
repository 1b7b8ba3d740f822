// Plain tables: what charts show, for those who can't see them or want the figures.

/** Head and rows; a cell is text, a node, or `{zh: …}` for words of an article. */
function plainTable(caption, head, rows, most = 300) {
  const put = (value) => (value !== null && typeof value === "object" && "zh" in value ? zh(value.zh) : value);
  return el(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": caption },
    el(
      "table",
      { class: "plain-table" },
      el("caption", null, caption, rows.length > most && `, the first ${most} of ${rows.length.toLocaleString("en")}`),
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          head.map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el(
        "tbody",
        null,
        rows.slice(0, most).map((row) =>
          el(
            "tr",
            null,
            row.map((value) => el("td", null, put(value))),
          ),
        ),
      ),
    ),
  );
}

const factLink = (fact, text) =>
  el("a", { href: hashOf({ view: "articles", a: fact.article.id, f: fact.id }), lang: "zh-CN" }, text ?? valueText(fact));
