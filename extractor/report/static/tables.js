// Plain tables: what charts show, for those who can't see them or want the figures.

const cellOf = (value) => el("td", null, value !== null && typeof value === "object" && "zh" in value ? zh(value.zh) : value);

const rowsOf = (rows) => rows.map((row) => el("tr", null, row.map(cellOf)));

/** Head and rows; a cell is text, a node, or `{zh: …}` for words of an article. Of very many rows the first, and a button for more. */
function plainTable(caption, head, rows, most = 300) {
  const body = el("tbody", null, rowsOf(rows.slice(0, most)));
  const rest = () => rows.length - body.rows.length;
  const label = () => `Show ${Math.min(most, rest()).toLocaleString("en")} of ${rest().toLocaleString("en")} more rows`;
  const more = el("button", { type: "button", class: "more" }, label());
  more.addEventListener("click", () => {
    body.append(...rowsOf(rows.slice(body.rows.length, body.rows.length + most)));
    if (rest() > 0) more.textContent = label();
    else more.remove();
  });
  return el(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": caption },
    el(
      "table",
      { class: "plain-table" },
      el("caption", null, caption),
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          head.map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      body,
    ),
    rest() > 0 && more,
  );
}

const factLink = (fact, text) =>
  el("a", { href: hashOf({ view: "articles", a: fact.article.id, f: fact.id }), lang: "zh-CN" }, text ?? valueText(fact));
