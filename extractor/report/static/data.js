// Unpacking what the page holds: base64, gzip, one JSON value a line.

const report = {
  title: "",
  key: "",
  failures: [],
  made: [],
  better: {},
  articles: [],
  facts: [],
  names: new Map(),
  byId: new Map(),
  factById: new Map(),
};

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Write all pieces into the unpacker, each gone from the page once it is in. */
async function feed(writer) {
  try {
    for (const piece of document.querySelectorAll("script.data")) {
      await writer.write(bytesOf(piece.textContent));
      piece.remove();
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error);
  }
}

async function* dataLines() {
  const unpacker = new DecompressionStream("gzip");
  const feeding = feed(unpacker.writable.getWriter()).catch(() => {}); // the reader is told
  const reader = unpacker.readable.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    yield* lines;
  }
  await feeding;
}

/** Read everything; `progress` is told how many articles are there. */
async function load(progress) {
  let head = null;
  let last = null;
  let shown = performance.now();
  for await (const line of dataLines()) {
    const value = JSON.parse(line);
    if (head === null) head = value;
    else if (Array.isArray(value)) addArticle(value, head.names);
    else last = value;
    if (performance.now() - shown > 100) {
      progress(report.articles.length);
      await new Promise((resolve) => setTimeout(resolve));
      shown = performance.now();
    }
  }
  if (last === null || last.articles !== report.articles.length) throw new Error("the file is not whole; fetch or make it again");
  Object.assign(report, { title: head.title, key: last.key, failures: last.failures, made: last.made, better: last.better });
  simplify(last.simple ?? "");
  report.names = subjectNames(report.facts);
  for (const fact of report.facts) fact.subjectKey = subjectKey(fact, report.names);
}

function named(names, values) {
  const record = {};
  for (let at = 0; at < names.length; at++) record[names[at]] = values[at];
  return record;
}

function addArticle([values, facts, skipped, checks], names) {
  const article = named(names.article, values);
  const text = article.text ?? "";
  article.spots = /[\ud800-\udbff]/.test(text) ? spotsOf(text) : null;
  article.index = report.articles.length;
  article.name = oneLine(article.title ?? "") || clipped(oneLine(text.slice(0, 60)), 40) || article.id;
  article.facts = facts.map((one) => addFact(named(names.facts, one), article));
  article.skipped = skipped.map((one) => placed(named(names.skipped, one), article));
  article.checks = checks.map((one) => named(names.checks, one));
  for (const check of article.checks) noteCheck(check);
  article.contradictions = article.checks.filter((check) => check.verdict === "contradiction").length;
  article.least = article.facts.reduce((least, fact) => Math.min(least, fact.confidence), 1);
  report.articles.push(article);
  report.byId.set(article.id, article);
}

function addFact(fact, article) {
  fact.article = article;
  fact.verdicts = [];
  fact.metricKey = fact.metric_id ?? `=${fact.metric}`;
  report.facts.push(fact);
  report.factById.set(fact.id, fact);
  return placed(fact, article);
}

function noteCheck(check) {
  for (const id of check.facts) {
    const verdicts = report.factById.get(id)?.verdicts;
    if (verdicts && !verdicts.includes(check.verdict)) verdicts.push(check.verdict);
  }
}

/** Offsets count characters; JavaScript counts units of 16 bits, of which rare characters take two. */
function spotsOf(text) {
  const spots = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) spots.push(at);
  spots.push(text.length);
  return spots;
}

/** A character offset as a place in the JavaScript string, inside the text whatever was said. */
function spot(article, offset) {
  const size = (article.text ?? "").length;
  const at = article.spots ? (article.spots[offset] ?? size) : offset;
  return Math.max(0, Math.min(at, size));
}

/** The other way: a place in the string as a character offset. */
const offsetOf = (article, at) => (article.spots ? article.spots.findIndex((one) => one >= at) : at);

function placed(one, article) {
  one.from = spot(article, one.start);
  one.to = Math.max(one.from, spot(article, one.end));
  return one;
}

const sentenceOf = (fact) =>
  (fact.article.text ?? "").slice(spot(fact.article, fact.sentence_start), spot(fact.article, fact.sentence_end));

/** What search looks through. Made when first asked for. */
function articleHay(article) {
  article.hay ??= fold(
    [
      article.id,
      article.title ?? "",
      article.source ?? "",
      article.url ?? "",
      article.text ?? "",
      ...factsOf(article).map((fact) => [fact.subject, fact.metric, article.text ? "" : fact.quote, fact.metric_id].join(" ")),
    ].join("\n"),
  );
  return article.hay;
}

function factHay(fact) {
  fact.hay ??= fold(
    [fact.subject, fact.metric, fact.metric_id, fact.reference, fact.quote, sentenceOf(fact), fact.article.title ?? ""].join(
      "\n",
    ),
  );
  return fact.hay;
}
