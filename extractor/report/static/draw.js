// Drawing with Vega-Lite: SVG, our colours and fonts, expressions interpreted; what charts have in common.

/** Colours are the page's own variables: a drawing follows the theme, and is light on paper, without being drawn anew. */
const colour = (name) => `var(--${name})`;

const tip = { field: "tip", type: "nominal" };

const nothing = (text) => el("p", { class: "note" }, text);

/** Signs of a chart in words. */
const legendOf = (entries) =>
  el(
    "p",
    { class: "legend", "aria-hidden": "true" },
    entries.map(([name, tint, sign]) => {
      const mark = el("i", null, sign);
      mark.style.color = colour(tint);
      return el("span", null, mark, name);
    }),
  );

function chartLook() {
  const [ink, muted, line] = ["ink", "muted", "line"].map(colour);
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: null,
    font,
    aria: false,
    padding: 4,
    view: { stroke: null },
    axis: {
      labelColor: ink,
      titleColor: muted,
      gridColor: line,
      domainColor: line,
      tickColor: line,
      labelFontSize: 12.5,
      titleFontWeight: "normal",
      titleFontSize: 12.5,
    },
    text: { color: ink, fontSize: 12 },
  };
}

async function draw(box, spec, description) {
  if (!globalThis.vegaEmbed) {
    box.append(nothing("The page was made without the library that draws charts; the table has the figures."));
    return;
  }
  const place = el("div", { class: "drawing" });
  // Vega gives roles of its own: they are hidden, the picture as a whole is named
  fill(box, el("div", { role: "img", "aria-label": description }, el("div", { "aria-hidden": "true" }, place)));
  const width = Math.max(240, box.clientWidth - 28); // without the box's padding
  const result = await vegaEmbed(
    place,
    { ...spec, width, autosize: { type: "fit-x", contains: "padding" } },
    {
      actions: false,
      ast: true,
      renderer: "svg",
      defaultStyle: false,
      config: chartLook(),
      tooltip: chartTip,
      mode: "vega-lite",
      logLevel: 1,
    },
  );
  result.view.addEventListener("click", (_, item) => {
    const fact = report.factById.get(item?.datum?.fact);
    if (fact) go({ view: "articles", a: fact.article.id, f: fact.id }, { isStep: true });
  });
}

/** Vega asks for a tooltip: ours holds text alone. */
function chartTip(_, event, __, value) {
  const card = $("card");
  card.hidden = !value;
  if (!value) return;
  fill(
    card,
    ...String(value.tip ?? value)
      .split("\n")
      .filter(Boolean)
      .map((line) => zh(line, "p")),
  );
  putCard(card, { left: event.clientX + 10, top: event.clientY, bottom: event.clientY + 6 });
}
