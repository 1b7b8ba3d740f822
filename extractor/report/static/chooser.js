// One of many: a button that opens a list with a field to find in it. One of few: a plain select.

const FEW = 12;

/** `options`: value, text and how many facts each. `id`: of the control, for focus. */
function chooser(id, label, options, chosen, choose) {
  const again = (value) => {
    choose(value);
    $(id)?.focus();
  };
  const control = options.length > FEW ? findable(id, label, options, chosen, again) : plainSelect(id, options, chosen, again);
  return el("div", { class: "picker" }, el("label", { for: id }, label), control);
}

const withCount = ([, text, number]) => (number === undefined ? text : `${text} (${number.toLocaleString("en")})`);

const plainSelect = (id, options, chosen, choose) =>
  el(
    "select",
    { id, onchange: (event) => choose(event.target.value) },
    options.map((one) => el("option", { value: one[0], selected: one[0] === chosen }, withCount(one))),
  );

function findable(id, label, options, chosen, choose) {
  const list = el("div", { class: "choice-list" });
  const now = options.find(([value]) => value === chosen);
  const find = (wanted) => fill(list, foundOptions(options, fold(wanted), chosen, choose));
  const input = el("input", {
    type: "search",
    placeholder: "Find",
    "aria-label": `Find: ${label}`,
    autocomplete: "off",
    oninput: (event) => find(event.target.value),
  });
  const panel = el(
    "div",
    { id: `${id}-choices`, class: "choices", popover: "auto", role: "group", "aria-label": label },
    input,
    list,
  );
  const button = el("button", { type: "button", id, class: "facet", popovertarget: panel.id }, zh(now ? withCount(now) : label));
  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "open") return;
    find("");
    putBelow(panel, button, 440);
  });
  return [button, panel];
}

function foundOptions(options, wanted, chosen, choose) {
  const all = options.filter(([value, text]) => !wanted || value === wanted || fold(text).includes(wanted));
  if (all.length === 0) return [el("p", { class: "note" }, "Nothing of this name.")];
  const rest = all.length - MOST_CHOICES;
  return [
    all.slice(0, MOST_CHOICES).map(([value, text, number]) =>
      el(
        "button",
        { type: "button", class: "plain choice", "aria-pressed": String(value === chosen), onclick: () => choose(value) },
        el("span", { class: "name", lang: "zh-CN" }, text),
        number !== undefined && el("span", { class: "n" }, number.toLocaleString("en")),
      ),
    ),
    rest > 0 && el("p", { class: "note" }, `${rest.toLocaleString("en")} more: find by name`),
  ];
}

/** Below its button, inside the window. */
function putBelow(panel, button, most) {
  const at = button.getBoundingClientRect();
  const width = Math.min(most, innerWidth - 16);
  Object.assign(panel.style, {
    width: `${width}px`,
    left: `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`,
    top: `${at.bottom + 4}px`,
    maxHeight: `${Math.max(160, innerHeight - at.bottom - 16)}px`,
  });
}
