// Reviewed articles as gold: NAME.json and NAME.txt of each in one zip file, which `extractor evaluate` reads.

const GOLD = [
  "subject",
  "metric",
  "measure",
  "value",
  "value_max",
  "unit",
  "bound",
  "comparison",
  "reference",
  "status",
  "period",
];

/** The fields of a fact as gold has them: the period in its short form. */
const goldFields = (fact) =>
  Object.fromEntries(GOLD.map((name) => [name, name === "period" ? periodText(fact.period) || null : fact[name]]));

/** Which occurrence of a quote in the text begins here, counted from 1, overlapping ones too. */
function occurrence(text, quote, from) {
  let nth = 0;
  for (let at = text.indexOf(quote); at >= 0 && at <= from; at = text.indexOf(quote, at + 1)) nth++;
  return Math.max(1, nth);
}

/** An article's gold: what was marked wrong is not in it, what was not marked counts as right. */
function goldOf(article) {
  const kept = article.facts
    .filter((fact) => markOf(fact) !== WRONG)
    .map((fact) => ({
      from: fact.from,
      quote: article.text.slice(fact.from, fact.to),
      ...goldFields(fact),
      ...entryOf(fact)?.fields,
    }));
  const facts = [...kept, ...addedTo(article)]
    .sort((one, other) => one.from - other.from)
    .map(({ from, quote, ...fields }) => ({
      q: quote,
      n: occurrence(article.text, quote, from),
      ...fields,
    }));
  return { id: article.id, published: article.published, title: article.title, facts };
}

/** File names for ids: no folders, nothing that a file system refuses, no two alike. */
function fileNames(articles) {
  const taken = new Set();
  return articles.map((article) => {
    const bare =
      article.id
        .replace(/[^\p{L}\p{N}._-]+/gu, "_")
        .replace(/^[._]+/, "")
        .slice(0, 60) || "article";
    let name = bare;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${bare}-${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** The zip file's parts. Articles whose text was left out can't be gold. */
function goldFiles(articles) {
  const whole = articles.filter((article) => article.text !== null);
  const names = fileNames(whole);
  return whole.flatMap((article, at) => [
    [`${names[at]}.json`, `${JSON.stringify(goldOf(article), null, 1)}\n`],
    [`${names[at]}.txt`, article.text],
  ]);
}

const exportGold = (articles) => save(zip(goldFiles(articles)), "gold.zip", "application/zip");

// ---- zip, stored without compression: a page has no library for it, and the format is a page long
const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = ~0;
  for (const byte of bytes) value = CRC[(value ^ byte) & 255] ^ (value >>> 8);
  return ~value >>> 0;
}

/** Numbers of two or four bytes, lowest first. */
function packed(...pairs) {
  const view = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
  let at = 0;
  for (const [size, value] of pairs) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

const UTF8_NAMES = 0x0800;
const DAY_ONE = 0x0021;

function zip(files) {
  const encoder = new TextEncoder();
  const parts = [],
    entries = [];
  let at = 0;
  for (const [title, text] of files) {
    const [name, bytes] = [encoder.encode(title), encoder.encode(text)];
    const about = [
      [2, 20],
      [2, UTF8_NAMES],
      [2, 0],
      [2, 0],
      [2, DAY_ONE],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ];
    const local = packed([4, 0x04034b50], ...about);
    parts.push(local, name, bytes);
    entries.push(packed([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    at += local.length + name.length + bytes.length;
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0);
  return [
    ...parts,
    ...entries,
    packed([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]),
  ];
}
