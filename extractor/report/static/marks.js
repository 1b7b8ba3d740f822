// The article's text with its facts marked. Spans may overlap: the text is cut wherever one begins or ends.

const DULL = ["boilerplate", "byline"];
const LONG = 30_000; // characters from which on paragraphs out of sight are not laid out

const ALONE = /[\n\r\u202a-\u202e\u2066-\u2069]/g; // ends of lines, and what would turn the order of reading round

/** Pieces of the text between cuts, each with the facts, the skipped numeral and the block that it lies in. */
function piecesOf(article) {
  const events = [];
  const note = (kind, one, from, to) => to > from && events.push([from, 1, kind, one], [to, 0, kind, one]);
  article.facts.forEach((fact) => note("facts", fact, fact.from, fact.to));
  article.skipped.forEach((one) => note("skipped", one, one.from, one.to));
  article.blocks.forEach((block) => note("blocks", block, spot(article, block.start), spot(article, block.end)));
  for (const { index } of article.text.matchAll(ALONE)) events.push([index, 2], [index + 1, 2]);
  events.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const open = { facts: new Set(), skipped: new Set(), blocks: new Set() };
  const pieces = [];
  let from = 0;
  for (const [at, isStart, kind, one] of [...events, [article.text.length, 2]]) {
    if (at > from)
      pieces.push({ from, to: at, facts: [...open.facts], skipped: [...open.skipped], block: [...open.blocks].at(-1) });
    from = at;
    if (isStart === 1) open[kind].add(one);
    else if (isStart === 0) open[kind].delete(one);
  }
  return pieces;
}

/** The text as paragraphs. `parts` gets the elements of each fact and skipped numeral, `nodes` all text nodes in order. */
function markedText(article, parts, nodes) {
  const anchored = new Set();
  const box = el("div", { class: article.text.length > LONG ? "text long" : "text", lang: "zh-CN", id: "text" });
  let line = null;
  for (const piece of piecesOf(article)) {
    const text = article.text.slice(piece.from, piece.to);
    if (text === "\n" || text === "\r") {
      line = null;
      continue;
    }
    if (line === null) box.append((line = el("p", { class: piece.block ? `b-${piece.block.kind}` : null })));
    line.append(pieceNode(piece, text, parts, anchored, nodes));
  }
  return box;
}

function pieceNode({ from, facts, skipped, block }, text, parts, anchored, nodes) {
  const held = document.createTextNode(text);
  nodes.push({ from, node: held });
  const node = text in TURNING ? el("span", { class: "turning", "data-name": TURNING[text] }, held) : held;
  const isDull = DULL.includes(block?.kind);
  if (facts.length === 0 && skipped.length === 0) return isDull ? el("span", { class: "dull" }, node) : node;
  const part =
    facts.length > 0 ? factPart(facts, node, anchored) : el("span", { class: "skipped", "data-reason": skipped[0].reason }, node);
  for (const one of [...facts, ...skipped]) parts.set(one, [...(parts.get(one) ?? []), part]);
  targets.set(part, facts.length > 0 ? facts : skipped);
  return part;
}

/** What an element of the text stands for: facts, or a skipped numeral. */
const targets = new WeakMap();

/** The innermost fact gives the colour; the first part of a fact can be focused. */
function factPart(facts, node, anchored) {
  const inner = facts.reduce((one, other) => (other.to - other.from < one.to - one.from ? other : one));
  const isFirst = facts.some((fact) => !anchored.has(fact));
  facts.forEach((fact) => anchored.add(fact));
  const names = [
    "fact",
    `m-${inner.measure}`,
    `s-${inner.status}`,
    facts.length > 1 && "many",
    inner.verdicts.includes("contradiction") && "failed",
  ];
  return el(
    "mark",
    {
      class: names.filter(Boolean).join(" "),
      role: isFirst ? "button" : null,
      "aria-pressed": isFirst ? "false" : null,
    },
    node,
  );
}

/** A range over part of the text, for highlights that change no element. */
function rangeOf(nodes, from, to) {
  const find = (at) => {
    let [low, high] = [0, nodes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (nodes[middle].from <= at) low = middle;
      else high = middle - 1;
    }
    return [nodes[low].node, Math.min(at - nodes[low].from, nodes[low].node.length)];
  };
  const range = new Range();
  range.setStart(...find(from));
  const [node, at] = find(to - 1);
  range.setEnd(node, Math.min(at + 1, node.length));
  return range;
}

/** Paint ranges, where the browser can. */
function paint(name, ranges) {
  if (!globalThis.CSS?.highlights) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

/** The place in the article's text where a selection begins or ends: in a text node, or beside an element. */
function placeIn(nodes, node, offset, isEnd) {
  const held = nodes.find((one) => one.node === node);
  if (held) return held.from + offset;
  const edge = node.childNodes[offset] ?? null;
  const isAfter = (one) =>
    edge
      ? edge.contains(one) || edge.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING
      : !node.contains(one) && node.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = nodes.findIndex((one) => isAfter(one.node));
  if (next === 0 || (next > 0 && !isEnd)) return nodes[next].from;
  const last = next < 0 ? nodes.at(-1) : nodes[next - 1]; // its end, not where the next line begins
  return last.from + last.node.length;
}
