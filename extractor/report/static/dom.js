// Building the page. What the articles say goes in as text nodes only; no string ever becomes markup, style or script.

// The policy of the page asks for a trusted type wherever markup could be made; the chart library empties its element that way.
globalThis.trustedTypes?.createPolicy("default", {
  createHTML: (text) => (text === "" ? "" : null),
});

const $ = (id) => document.getElementById(id);

/** An element: attributes by name, listeners as `onclick`, children as nodes or strings; null and false are left out. */
function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  return fill(node, ...children);
}

/** Put children in the place of those that are there; null and false are left out. */
function fill(node, ...children) {
  const put = children.flat(3).filter((child) => child !== null && child !== undefined && child !== false);
  node.replaceChildren(...put.map((child) => (typeof child === "string" ? visible(child) : child)));
  return node;
}

/** Characters that turn the order of reading round, by their names. */
const TURNING = {
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

/** They are shown by name and do nothing, so that no figure can be made to read backwards. */
const visible = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, (char) => `[${TURNING[char]}]`);

/** Words of an article: marked as Chinese for fonts, line breaks and screen readers. */
const zh = (text, name = "span", attributes = {}) => el(name, { lang: "zh-CN", ...attributes }, text ?? "");

/** A link to where an article was found; what is no web address stays text, so that nothing can run. */
function webLink(address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // not an address
  }
  if (url === null || !["http:", "https:"].includes(url.protocol)) return el("span", { class: "address" }, address);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow", class: "address" }, address);
}

/** Tell people who can't see the change. */
function say(text) {
  $("said").textContent = text;
}

/** `1 article`, `2 articles`. */
const count = (number, noun, plural = `${noun}s`) => `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;

/** Hand a file to the browser. */
function save(parts, name, type) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A function that runs once things are quiet for so many milliseconds. */
function later(milliseconds, action) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds, ...given);
  };
}
