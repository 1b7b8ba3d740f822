// The chosen fact: all its fields, the sentence, what its arithmetic says, and the reviewer's buttons.

const MARKS = [
  [RIGHT, "Right", "y"],
  [WRONG, "Wrong", "x"],
];

function factPanel(fact) {
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
    el("div", { class: "marks" }, markButtons(fact)),
    correctionLine(fact),
    checkLines(fact),
    fact.article.text !== null && zh(oneLine(sentenceOf(fact)), "p", { class: "sentence" }),
    fieldList(fact),
  );
}

function markButtons(fact) {
  const button = (label, kind, key, action, isOn) =>
    el(
      "button",
      {
        type: "button",
        class: `mark-${kind}`,
        "aria-pressed": isOn === null ? null : String(isOn),
        "aria-keyshortcuts": key,
        onclick: action,
      },
      label,
    );
  const mark = markOf(fact);
  const correct = button("Correct …", CORRECTED, "c", () => openForm(fact), fact.entry ? null : mark === CORRECTED);
  if (fact.entry) return [correct, button("Take away", ADDED, null, () => dropMissed(fact.article, fact.entry), null)];
  return [...MARKS.map(([kind, label, key]) => button(label, kind, key, () => setMark(fact, kind), mark === kind)), correct];
}

const saidField = (value) => (typeof value === "number" ? shortNumber(value) : (value ?? "none"));

/** What a correction changed, as pairs of the field's name and what was read. */
function changesOf(fact) {
  const fields = entryOf(fact)?.fields;
  const was = goldFields(asRead(fact));
  return fields ? GOLD.filter((name) => fields[name] !== was[name]).map((name) => [name, was[name]]) : [];
}

function correctionLine(fact) {
  const fields = entryOf(fact)?.fields;
  if (!fields) return null;
  return el(
    "p",
    { class: "correction" },
    "Corrected: ",
    changesOf(fact).map(([name, was], n) => [
      n > 0 ? "; " : "",
      `${name.replaceAll("_", " ")} `,
      zh(saidField(fields[name]), "strong"),
      " (read as ",
      zh(saidField(was)),
      ")",
    ]),
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

/** Correct a fact, read or added. */
function openForm(fact) {
  const { entry } = fact;
  if (entry) showForm("Change an added fact", fact.quote, entry, (entered) => enter(fact.article, { ...entry, ...entered }, entry));
  else
    showForm("Correct a fact", fact.quote, { ...goldFields(asRead(fact)), ...entryOf(fact)?.fields }, (entered) =>
      setMark(fact, CORRECTED, entered),
    );
}

/** Add a fact and choose it. */
function enter(article, entry, before) {
  addMissed(article, entry, before);
  const fact = factsOf(article).find((one) => one.entry && isSameEntry(one.entry, entry));
  if (fact) go({ f: fact.id });
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
  const near = factsOf(article).findLast((fact) => fact.from <= span[0]);
  const fields = {
    ...Object.fromEntries(GOLD.map((name) => [name, null])),
    subject: near?.subject ?? null,
    period: periodText(near?.period) || null,
    measure: "level",
    status: "actual",
    ...quantityIn(quote),
  };
  showForm("Add a missed fact", quote, fields, (entered) => enter(article, { from: span[0], quote, ...entered }));
}

const TAILS = { 以上: "at_least", 以下: "at_most", 以内: "at_most", 左右: "about", 上下: "about" };
const QUANTITY = /([+\-−]?[0-9][0-9.,]*)\s*([多余来])?\s*(万亿|亿|万)?(.*)$/s;

/** The number of what is selected, 万 and 亿 counted, and its unit: 106.68亿斤 is 10668000000 and 斤. */
function quantityIn(quote) {
  const found = QUANTITY.exec(fold(quote));
  if (!found) return {};
  const [, number, more, scale = "", rest] = found;
  const unit = quote.slice(quote.length - rest.length).replace(/[\s，。；、,.;]+$/, "");
  const tail = Object.keys(TAILS).find((one) => unit.endsWith(one));
  return {
    value: parseNumber(number.replace(/[.,]$/, "") + scale),
    unit: (tail ? unit.slice(0, -tail.length) : unit).replace(/^个(?=百分点)/, "").trim() || null,
    bound: tail ? TAILS[tail] : more ? "at_least" : null,
  };
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
        value: typeof value === "number" ? (Number.isNaN(value) ? "" : writable(value)) : (value ?? ""),
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
