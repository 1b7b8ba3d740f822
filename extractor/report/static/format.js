// Facts in the words of a person: 1.6亿元 for 160000000, 2023-H1 for two dates. The same as on the terminal.

const MEASURES = ["level", "growth", "difference", "share", "contribution", "completion", "rank", "multiple"];
const STATUSES = ["actual", "target", "forecast"];
const BOUNDS = { about: "≈", at_least: "≥", at_most: "≤", nearly: "≲" };
const COMPARISONS = ["yoy", "mom", "qoq", "ytd", "annual_average", "since", "target", "peer"];
const SCALES = [
  [1e12, "万亿"],
  [1e8, "亿"],
  [1e4, "万"],
];

const digits = new Intl.NumberFormat("en", { useGrouping: false, maximumFractionDigits: 12 });

/** All digits, no exponent, no noise of binary fractions. */
function plain(value) {
  return digits.format(Number(value.toPrecision(15)));
}

/** `160000000` as `1.6亿`; a number that 万 or 亿 would make longer stays as it is. */
function shortNumber(value) {
  const full = plain(value);
  for (const [scale, name] of SCALES) {
    if (Math.abs(value) >= scale) {
      const short = plain(value / scale) + name;
      return short.length <= full.length + 2 ? short : full;
    }
  }
  return full;
}

/** Value, upper end and unit with the bound's sign; growth shows its sign. */
function valueText(fact) {
  const sign = (fact.measure === "growth" || fact.measure === "difference") && fact.value > 0 ? "+" : "";
  const upper = fact.value_max === null ? "" : `~${shortNumber(fact.value_max)}`;
  return `${BOUNDS[fact.bound] ?? ""}${sign}${shortNumber(fact.value)}${upper}${fact.unit ?? ""}`.replace("-", "−");
}

const lastDay = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** `2023`, `2023-H1`, `2023-Q3`, `2023-06`, `2023-06-30`, `2023-01..2023-07`: what gold files take too. */
function periodText(period) {
  if (!period) return "";
  const { start, end } = period;
  if (start === end) return start;
  const [firstYear, first, firstDay] = start.split("-").map(Number);
  const [lastYear, last, day] = end.split("-").map(Number);
  if (firstDay !== 1 || day !== lastDay(lastYear, last)) return `${start}..${end}`;
  const [from, to] = [start.slice(0, 4), end.slice(0, 4)];
  if (first === 1 && last === 12) return firstYear === lastYear ? from : `${from}..${to}`;
  const part = firstYear === lastYear ? partOfYear(first, last) : null;
  return part ? `${from}-${part}` : `${start.slice(0, 7)}..${end.slice(0, 7)}`;
}

function partOfYear(first, last) {
  if (first === last) return String(first).padStart(2, "0");
  if (last - first === 5 && (first === 1 || first === 7)) return first === 1 ? "H1" : "H2";
  return last - first === 2 && last % 3 === 0 ? `Q${last / 3}` : null;
}

const PERIOD = /^[0-9]{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-[0-3][0-9])?))?$/;

/** Is it a period as gold files write it? */
const isPeriod = (text) => text.split("..").length <= 2 && text.split("..").every((part) => PERIOD.test(part));

/** The dates of a period so written. */
function parsePeriod(text) {
  const parts = text.split("..").map(datesOf);
  return { start: parts[0][0], end: parts.at(-1)[1], text: null };
}

function datesOf(part) {
  const [year, rest, day] = part.split("-");
  if (day) return [part, part];
  let [first, last] = [Number(rest ?? 1), Number(rest ?? 12)];
  if (rest?.startsWith("H")) [first, last] = rest === "H1" ? [1, 6] : [7, 12];
  if (rest?.startsWith("Q")) [first, last] = [rest[1] * 3 - 2, rest[1] * 3];
  const month = (number) => `${year}-${String(number).padStart(2, "0")}`;
  return [`${month(first)}-01`, `${month(last)}-${lastDay(Number(year), last)}`];
}

/** `1.6亿` as 160000000; NaN where it is no number. */
function parseNumber(text) {
  const match = /^([+\-−]?[0-9]*\.?[0-9]+)\s*(万亿|亿|万)?$/.exec(text.replaceAll(",", "").trim());
  if (!match) return NaN;
  const scale = SCALES.find(([, name]) => name === match[2])?.[0] ?? 1;
  return Number((Number(match[1].replace("−", "-")) * scale).toPrecision(15));
}

/** A number as one may write it: the short form where it says the very same. */
const writable = (value) => (parseNumber(shortNumber(value)) === value ? shortNumber(value) : plain(value));

/** A number short and, where that differs, in full. */
const numberText = (value) => [...new Set([shortNumber(value), plain(value)])].join(" = ");

const percent = (share) => `${Math.round(share * 100)}%`;

const simple = new Map();
let traditional = /(?!)/g;

/** Pairs of a traditional character and the simple one for it: search takes either for the other. */
function simplify(pairs) {
  for (let at = 0; at + 1 < pairs.length; at += 2) simple.set(pairs[at], pairs[at + 1]);
  if (simple.size > 0) traditional = new RegExp(`[${[...simple.keys()].join("")}]`, "g");
}

/** Full-width and traditional characters as plain ones, all in small letters; as long as the text, so that places stay. */
function fold(text) {
  const narrow = text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(traditional, (char) => simple.get(char));
  const small = narrow.toLowerCase();
  return small.length === narrow.length ? small : narrow;
}

/** So many characters at most, with a sign that there are more. */
const clipped = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** Text on one line. */
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

const FIELDS = [
  "subject",
  "metric",
  "breakdown",
  "measure",
  "value",
  "value_max",
  "unit",
  "bound",
  "comparison",
  "reference",
  "status",
  "period",
  "quote",
  "metric_id",
  "subject_code",
  "unit_code",
  "inherited",
  "repeats",
  "rule",
  "confidence",
];
const CHINESE = new Set(["subject", "metric", "breakdown", "unit", "reference", "quote"]);

/** All fields of a fact that say something, as pairs of name and text. */
function fieldsOf(fact) {
  return FIELDS.map((name) => [name, fieldText(fact, name)]).filter(([, text]) => text !== "");
}

function fieldText(fact, name) {
  const value = fact[name];
  if (value === null || value === undefined) return "";
  if (name === "period") return periodText(value) + (value.text ? ` (${value.text})` : "");
  if (name === "confidence") return value.toFixed(2);
  if (name === "value" || name === "value_max") return numberText(value);
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Those fields as a definition list. */
function fieldList(fact) {
  return el(
    "dl",
    { class: "fields" },
    fieldsOf(fact).map(([name, text]) => [
      el("dt", null, name.replaceAll("_", " ")),
      el("dd", CHINESE.has(name) ? { lang: "zh-CN" } : null, text),
    ]),
  );
}
