// The chosen fact: all its fields, the sentence, what its arithmetic says, and the reviewer's buttons.

const MARKS = [
  [RIGHT, "Right", "y"],
  [WRONG, "Wrong", "x"],
];

function factPanel(fact) {
  const mark = markOf(fact);
  const buttons = MARKS.map(([kind, label, key]) =>
    el(
      "button",
      {
        type: "button",
        class: `mark-${kind}`,
        "aria-pressed": String(mark === kind),
        "aria-keyshortcuts": key,
        onclick: () => setMark(fact, kind),
      },
      label,
    ),
  );
  return el(
    "aside",
    { class: `panel m-${fact.measure}`, id: "panel", "aria-label": "Chosen fact" },
    el(
      "header",
      null,
      el("h3", null, zh(fact.metric), " ", zh(valueText(fact), "span", { class: "value" })),
      el(
        "div",
        { class: "steps" },
        el("button", { type: "button", class: "quiet", "aria-label": "Previous fact", onclick: () => stepFact(-1) }, "↑"),
        el("button", { type: "button", class: "quiet", "aria-label": "Next fact", onclick: () => stepFact(1) }, "↓"),
        el("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => go({ f: "" }) }, "✕"),
      ),
    ),
    el(
      "div",
      { class: "marks" },
      buttons,
      el(
        "button",
        {
          type: "button",
          class: "mark-corrected",
          "aria-pressed": String(mark === CORRECTED),
          "aria-keyshortcuts": "c",
          onclick: () => openForm(fact),
        },
        "Correct …",
      ),
    ),
    correctionLine(fact),
    checkLines(fact),
    fact.article.text !== null && zh(oneLine(sentenceOf(fact)), "p", { class: "sentence" }),
    fieldList(fact),
  );
}

function correctionLine(fact) {
  const fields = review.marks.get(fact.id)?.fields;
  if (!fields) return null;
  const was = goldFields(fact);
  const changed = GOLD.filter((name) => fields[name] !== was[name]);
  return el(
    "p",
    { class: "correction" },
    "Corrected: ",
    changed.map((name, n) => [n > 0 ? "; " : "", `${name.replaceAll("_", " ")} `, zh(String(fields[name] ?? "none"), "strong")]),
  );
}

function checkLines(fact) {
  return fact.article.checks
    .filter((check) => check.facts.includes(fact.id) && check.verdict !== "ok")
    .map((check) => el("p", { class: `check ${check.verdict}` }, `${check.verdict}: `, zh(check.message)));
}

// ---- correcting a field, adding a missed fact
const CHOICES = {
  measure: MEASURES,
  status: STATUSES,
  bound: ["", ...Object.keys(BOUNDS)],
  comparison: ["", ...COMPARISONS],
};
const HINTS = { value: "1.6亿 may be written", period: "2023, 2023-H1, 2023-Q3, 2023-06, 2023-06-30, 2023-01..2023-07" };
let formAction = null;

/** Correct a fact. */
function openForm(fact) {
  const fields = { ...goldFields(fact), ...review.marks.get(fact.id)?.fields };
  showForm("Correct a fact", fact.quote, fields, (entered) => setMark(fact, CORRECTED, entered));
}

/** Add what is selected in the text as a fact that was missed. */
function openMissed() {
  const article = report.byId.get(state.a);
  const span = selectedSpan();
  if (!article || !span) {
    say("select the number in the text first");
    $("missed-hint")?.classList.add("on");
    return;
  }
  const quote = article.text.slice(...span);
  const number = /[0-9０-９][0-9０-９.．,，]*/.exec(quote)?.[0] ?? "";
  const near = article.facts.findLast((fact) => fact.from <= span[0]);
  const fields = {
    ...Object.fromEntries(GOLD.map((name) => [name, null])),
    subject: near?.subject ?? null,
    measure: "level",
    status: "actual",
    value: parseNumber(fold(number)),
    unit: quote.slice(quote.indexOf(number) + number.length).replace(/^[万亿]+/, "") || null,
  };
  showForm("Add a missed fact", quote, fields, (entered) => addMissed(article, { from: span[0], quote, ...entered }));
}

function showForm(title, quote, fields, action) {
  formAction = action;
  const dialog = $("correct");
  fill(
    dialog,
    el(
      "form",
      { method: "dialog", novalidate: true, onsubmit: takeForm },
      el("h2", { id: "correct-title" }, title),
      zh(quote, "blockquote"),
      el(
        "div",
        { class: "form" },
        GOLD.map((name) => formRow(name, fields[name])),
      ),
      el("p", { class: "error", id: "form-error", role: "alert" }),
      el(
        "p",
        { class: "row" },
        el("button", { type: "submit", class: "strong" }, "Save"),
        el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
      ),
    ),
  );
  dialog.showModal();
}

function formRow(name, value) {
  const attributes = {
    name,
    id: `field-${name}`,
    "aria-describedby": HINTS[name] ? `hint-${name}` : null,
    lang: CHINESE.has(name) ? "zh-CN" : null,
  };
  const input = CHOICES[name]
    ? el(
        "select",
        attributes,
        CHOICES[name].map((one) => el("option", { value: one, selected: one === (value ?? "") }, one || "–")),
      )
    : el("input", {
        ...attributes,
        value: typeof value === "number" ? (Number.isNaN(value) ? "" : plain(value)) : (value ?? ""),
        autocomplete: "off",
      });
  return el(
    "div",
    { class: "form-row" },
    el("label", { for: `field-${name}` }, name.replaceAll("_", " ")),
    input,
    HINTS[name] && el("small", { id: `hint-${name}` }, HINTS[name]),
  );
}

function takeForm(event) {
  const entered = Object.fromEntries([...new FormData(event.target)].map(([name, text]) => [name, text.trim() || null]));
  const fault = checkEntered(entered);
  if (fault) {
    event.preventDefault();
    $("form-error").textContent = fault[1];
    $(`field-${fault[0]}`).focus();
    return;
  }
  formAction(entered);
}

/** Numbers as numbers; the field that can't be taken and why, or null. */
function checkEntered(entered) {
  for (const name of ["value", "value_max"]) {
    if (entered[name] === null) continue;
    entered[name] = parseNumber(entered[name]);
    if (Number.isNaN(entered[name])) return [name, `${name.replace("_", " ")}: a number is needed, such as 386.5 or 1.6亿`];
  }
  if (entered.value === null) return ["value", "value: a number is needed"];
  if (entered.metric === null) return ["metric", "metric: what is measured is needed"];
  if (entered.period !== null && !isPeriod(entered.period)) return ["period", `period: write ${HINTS.period}`];
  return null;
}
