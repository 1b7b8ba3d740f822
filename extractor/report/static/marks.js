// The article's text with its facts marked. Spans may overlap: the text is cut wherever one begins or ends.

const DULL = ["boilerplate", "byline"];
const LONG = 30_000; // characters from which on paragraphs out of sight are not laid out

/** Pieces of the text between cuts, each with the facts, the skipped numeral and the block that it lies in. */
function piecesOf(article) {
  const events = [];
  const note = (kind, one, from, to) => to > from && events.push([from, 1, kind, one], [to, 0, kind, one]);
  article.facts.forEach((fact) => note("facts", fact, fact.from, fact.to));
  article.skipped.forEach((one) => note("skipped", one, one.from, one.to));
  article.blocks.forEach((block) => note("blocks", block, spot(article, block.start), spot(article, block.end)));
  for (let at = article.text.indexOf("\n"); at >= 0; at = article.text.indexOf("\n", at + 1)) events.push([at, 2], [at + 1, 2]);
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
    if (text === "\n") {
      line = null;
      continue;
    }
    if (line === null) box.append((line = el("p", { class: piece.block ? `b-${piece.block.kind}` : null })));
    line.append(pieceNode(piece, text.replace(/\r$/, ""), parts, anchored, nodes));
  }
  return box;
}

function pieceNode({ from, facts, skipped, block }, text, parts, anchored, nodes) {
  const node = document.createTextNode(text);
  nodes.push({ from, node });
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
      tabindex: isFirst ? -1 : null,
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

/** The place in the article's text where a selection begins or ends. */
function placeIn(nodes, node, offset) {
  if (node.nodeType === Node.TEXT_NODE) {
    const held = nodes.find((one) => one.node === node);
    return held ? held.from + offset : null;
  }
  const next = nodes.find(
    (one) => node.contains(one.node) || node.compareDocumentPosition(one.node) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return next?.from ?? null;
}
