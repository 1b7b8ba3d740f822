// What came of loading marks: what was taken, what the file says otherwise; and marks whose facts are no longer read.

let taken = null; // the outcome of the last file

async function loadMarks(event) {
  const [file] = event.target.files;
  try {
    taken = takeMarks(JSON.parse(await file.text()), file.name);
    say(takenText(taken)[0]);
  } catch (error) {
    taken = { fault: `This is no file of marks (${error.message}); choose one that “Save marks” wrote.` };
    say(taken.fault);
  }
  tellReview();
}

/** What was done with a file, in sentences. */
function takenText({ name, taken: number, same, conflicts, absent, changed, lost }) {
  const left = [
    absent > 0 && `${count(absent, "article")} that ${absent === 1 ? "is" : "are"} not in this report`,
    changed > 0 && `${count(changed, "article")} whose text is another here`,
    lost.length > 0 && `${count(lost.length, "mark")} of facts that are not in this report`,
  ].filter(Boolean);
  return [
    `${name}: ${count(number, "mark")} taken, ${same.toLocaleString("en")} as here` +
      (conflicts.length > 0 ? `, ${conflicts.length.toLocaleString("en")} otherwise than here.` : "."),
    left.length > 0 && `Left out: ${left.join(", ")}.`,
  ].filter(Boolean);
}

function takenNotes() {
  if (taken === null) return [];
  if (taken.fault) return [el("p", { class: "error", role: "alert" }, taken.fault)];
  const from = taken.isForeign && `The file was saved in another report${taken.title ? `, “${taken.title}”` : ""}. `;
  return [
    el("p", { class: "check rounding", id: "taken" }, takenText(taken)[0], " ", from, takenText(taken).slice(1).join(" ")),
    taken.conflicts.length > 0 && conflictTable(),
  ];
}

function conflictTable() {
  const settle = (some, isTheirs) => {
    if (isTheirs) some.forEach(takeTheirs);
    taken.conflicts = taken.conflicts.filter((one) => !some.includes(one));
    say(isTheirs ? "theirs taken" : "yours stay");
    tellReview();
  };
  const button = (label, some, isTheirs) => el("button", { type: "button", onclick: () => settle(some, isTheirs) }, label);
  const all = taken.conflicts;
  return [
    el("p", { class: "row" }, button("Take all of the file's", all, true), button("Keep all of mine", all, false)),
    plainTable(
      "Marked otherwise in the file; yours stay until you take the file's",
      ["Fact", "Article", "Here", "In the file", ""],
      all.map((one) => [
        { zh: nameOfMarked(one) },
        { zh: one.article.name },
        verdictText(one.own, one.their),
        verdictText(one.their, one.own),
        el("span", { class: "row" }, button("Take the file's", [one], true), button("Keep mine", [one], false)),
      ]),
    ),
  ];
}

function nameOfMarked({ id, own, their }) {
  if (id === null) return `${own.quote} ${own.metric}`;
  const of = report.factById.get(id) ?? own.of ?? their.of;
  return of ? `${of.quote} ${of.metric}` : id;
}

/** A mark or an added fact, with the fields in which it differs from the other. */
function verdictText(one, other) {
  const fields = one.mark ? one.fields : one;
  const against = other.mark ? other.fields : other;
  const differing = fields ? GOLD.filter((name) => !against || fields[name] !== against[name]) : [];
  const said = differing.filter((name) => fields[name] !== null).map((name) => `${name.replaceAll("_", " ")} ${saidField(fields[name])}`);
  return [one.mark ?? ADDED, zh(said.length > 0 ? `: ${said.join("; ")}` : "")];
}

// ---- marks whose facts are gone
function lostMarks() {
  const rows = [];
  for (const article of reviewedArticles()) {
    const { marks, added } = recordOf(article);
    for (const [id, one] of marks) if (!report.factById.has(id)) rows.push([article, one.of, one]);
    for (const one of added) if (!isWhereItSays(article, one)) rows.push([article, one, one]);
  }
  return rows;
}

function lostTable() {
  const rows = lostMarks();
  if (rows.length === 0) return null;
  return plainTable(
    "Marks of facts that are no longer read so: they are kept, and are not in the gold",
    ["Article", "Fact", "Mark"],
    rows.map(([article, of, one]) => [
      el("a", { href: hashOf({ view: "articles", a: article.id, f: "" }), lang: "zh-CN" }, article.name),
      { zh: of ? `${of.quote} ${of.metric}` : "–" },
      verdictText(one, {}),
    ]),
  );
}
