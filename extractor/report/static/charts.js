// Three charts, drawn by Vega-Lite as SVG, each with its table below. Data goes in as values; expressions are interpreted, not compiled.

const CHARTS = { targets: "Targets against actuals", growth: "Growth by metric", time: "One metric over time" };
const MOST_PAIRS = 40, MOST_METRICS = 24, MOST_SUBJECTS = 7;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

async function renderCharts() {
  const now = state.chart;
  const place = el("div", { class: "chart-place" });
  fill($("view-charts"),
    el("nav", { class: "chart-tabs", "aria-label": "Charts" }, Object.entries(CHARTS).map(([name, label]) =>
      el("a", { href: hashOf({ chart: name, of: "" }), "aria-current": name === now ? "page" : null }, label))),
    el("h2", null, CHARTS[now]), place);
  await { targets: drawTargets, growth: drawGrowth, time: drawTime }[now](place);
}

// ---- targets against actuals
async function drawTargets(place) {
  const pairs = targetPairs();
  if (pairs.length === 0) return place.append(nothing("No target here has an outcome of the same subject, metric and time. Clear filters, or add articles that report on it."));
  const kinds = [
    ["Growth, in %", dumbbells, ({ target }) => target.unit === "%" && target.measure === "growth"],
    ["Rates and shares, in %", dumbbells, ({ target }) => target.unit === "%" && target.measure !== "growth"],
    ["Amounts, as % of the target", shares, ({ target }) => target.unit !== "%" && target.value !== 0],
  ];
  const boxes = kinds.map(([title, spec, fits]) => [pairs.filter(fits).slice(0, MOST_PAIRS), title, spec]).filter(([some]) => some.length > 0);
  place.append(legendOf([["target", "multiple", "◆"], ["actual", "level", "●"]]));
  for (const [some, title, spec] of boxes) {
    const box = el("div", { class: "chart" });
    place.append(el("h3", null, title), box);
    await draw(box, spec(some), `${title}: ${count(some.length, "target")} with what came of it; the table below has the figures`);
  }
  place.append(plainTable("Targets and what came of them", ["Subject", "Metric", "Target", "For", "Actual", "In", ""], pairs.map(({ target, actual, verdict }) =>
    [{ zh: target.subject ?? "–" }, { zh: target.metric }, factLink(target), periodText(target.period), factLink(actual), periodText(actual.period), el("span", { class: `badge ${verdict === "reached" ? "good" : verdict === "not reached" ? "bad" : ""}` }, verdict)])));
}

const pairRow = ({ target, actual, verdict }, at) => ({
  row: `${at} ${target.subject ?? ""} ${target.metric} ${periodText(target.period)}`, target: target.value, actual: actual.value, share: (100 * actual.value) / target.value, verdict,
  fact: actual.id, name: `${target.subject ?? ""} ${target.metric}`, tip: `${target.metric}\n${target.subject ?? ""}\ntarget ${valueText(target)} for ${periodText(target.period)}\nactual ${valueText(actual)} in ${periodText(actual.period)}\n${verdict}`,
});

const rowAxis = (sort) => ({ field: "row", type: "nominal", sort, title: null, axis: { labelExpr: "slice(datum.label, indexof(datum.label, ' ') + 1)", labelLimit: labelRoom() } });
const labelRoom = () => (innerWidth < 600 ? 130 : 280);
const tip = { field: "tip", type: "nominal" };

function dumbbells(pairs) {
  const y = rowAxis(null);
  const x = (field) => ({ field, type: "quantitative", title: "%", scale: { zero: false, nice: true }, axis: { tickCount: innerWidth < 600 ? 4 : 10 } });
  return {
    height: { step: 26 }, data: { values: pairs.map(pairRow) },
    layer: [
      { mark: { type: "rule", strokeWidth: 3, opacity: 0.45, color: colour("muted") }, encoding: { y, x: x("target"), x2: { field: "actual" } } },
      { mark: { type: "point", shape: "diamond", filled: true, size: 110, color: colour("measure-multiple"), opacity: 1 }, encoding: { y, x: x("target"), tooltip: tip } },
      { mark: { type: "point", shape: "circle", filled: true, size: 110, color: colour("measure-level"), opacity: 1 }, encoding: { y, x: x("actual"), tooltip: tip } },
    ],
  };
}

function shares(pairs) {
  const y = rowAxis(null);
  return {
    height: { step: 26 }, data: { values: pairs.map(pairRow) },
    layer: [
      { mark: { type: "bar", height: 12, color: colour("measure-level"), cornerRadiusEnd: 3 }, encoding: { y, x: { field: "share", type: "quantitative", title: "actual as % of target", axis: { tickCount: innerWidth < 600 ? 4 : 10 }, scale: { clamp: true, domainMin: 0, domainMax: Math.min(300, Math.max(120, ...pairs.map(({ target, actual }) => (105 * actual.value) / target.value))) } }, tooltip: tip } },
      { mark: { type: "rule", strokeWidth: 2, color: colour("measure-multiple") }, encoding: { x: { datum: 100 } } },
    ],
  };
}

// ---- growth by metric
async function drawGrowth(place) {
  const comparisons = [...groupBy(firstTold().filter((fact) => fact.measure === "growth" && fact.status === "actual"), (fact) => fact.comparison ?? "").entries()].sort((one, other) => other[1].length - one[1].length);
  if (comparisons.length === 0) return place.append(nothing("No growth here. Clear filters to see more."));
  const chosen = comparisons.find(([name]) => name === state.of)?.[0] ?? comparisons[0][0];
  place.append(picker("Compared with", comparisons.map(([name, facts]) => [name, `${(name || "unsaid").replaceAll("_", " ")} (${facts.length})`]), chosen));
  const groups = growthByMetric(chosen || null, MOST_METRICS);
  const box = el("div", { class: "chart" });
  place.append(box);
  const values = groups.flatMap((group, at) => group.facts.map((fact) => ({
    row: `${at} ${group.name}`, value: fact.value, median: group.median, fact: fact.id,
    tip: `${fact.metric} ${valueText(fact)}\n${fact.subject ?? ""} ${periodText(fact.period)}\n${fact.article.name}`,
  })));
  const y = rowAxis(groups.map((group, at) => `${at} ${group.name}`));
  await draw(box, {
    height: { step: 24 }, data: { values },
    layer: [
      { mark: { type: "rule", color: colour("muted"), strokeWidth: 1 }, encoding: { x: { datum: 0 } } },
      { mark: { type: "bar", height: 6, opacity: 0.35, color: colour("measure-growth") }, encoding: { y, x: { aggregate: "max", field: "median", type: "quantitative" } } },
      { mark: { type: "point", filled: true, size: 80, color: colour("measure-growth"), opacity: 0.85 }, encoding: { y, x: { field: "value", type: "quantitative", title: "growth, %", axis: { tickCount: innerWidth < 600 ? 4 : 10 } }, tooltip: tip } },
    ],
  }, `Growth of ${count(groups.length, "metric")}; the table below has the figures`);
  place.append(el("p", { class: "note" }, "Each point is a fact, the bar their median. Choose a point to see where it is said."),
    plainTable("Growth by metric", ["Metric", "Median", "Facts"], groups.map((group) => [{ zh: group.name }, `${plain(group.median)}%`, el("span", null, group.facts.slice(0, 12).flatMap((fact, n) => [n > 0 ? "  " : "", factLink(fact, `${fact.subject ?? ""} ${valueText(fact)}`)]))])));
}

// ---- one metric over time
async function drawTime(place) {
  const all = timeSeries();
  if (all.length === 0) return place.append(nothing("No figure with a period here. Clear filters to see more."));
  const series = all.find(({ id }) => id === state.of) ?? all[0];
  place.append(picker("Metric", all.slice(0, 200).map(({ id, name, facts }) => [id, `${name} – ${count(facts.length, "fact")}`]), series.id));
  const subjects = [...groupBy(series.facts, (fact) => fact.subject ?? "–")].sort((one, other) => other[1].length - one[1].length).map(([name]) => name);
  const kept = new Set(subjects.slice(0, MOST_SUBJECTS));
  const values = series.facts.map((fact) => ({
    end: `${fact.period.end}T00:00:00`, value: fact.value, subject: kept.has(fact.subject ?? "–") ? fact.subject ?? "–" : "others", line: `${fact.subject} ${spanOf(fact.period)}`, span: spanOf(fact.period), fact: fact.id,
    tip: `${fact.subject ?? ""}\n${fact.metric} ${valueText(fact)}\n${periodText(fact.period)}\n${fact.article.name}`,
  }));
  const box = el("div", { class: "chart" });
  place.append(box);
  const x = { field: "end", type: "temporal", title: "end of the period", scale: { padding: 16 }, axis: { format: "%Y-%m", labelOverlap: true, tickCount: innerWidth < 600 ? 4 : 10 } };
  const y = { field: "value", type: "quantitative", title: series.facts[0].unit ?? "", scale: { zero: false, nice: true }, axis: { format: "~s" } };
  const tint = { field: "subject", type: "nominal", title: null, scale: { domain: [...kept, ...(subjects.length > MOST_SUBJECTS ? ["others"] : [])], range: [...[...kept].map((_, at) => colour(`measure-${MEASURES[at]}`)), colour("muted")] }, legend: { columns: innerWidth < 600 ? 2 : 5, labelLimit: 160 } };
  await draw(box, {
    height: 340, data: { values },
    layer: [
      { transform: [{ filter: { field: "subject", oneOf: [...kept] } }], mark: { type: "line", strokeWidth: 1.5, opacity: 0.6 }, encoding: { x, y, color: tint, detail: { field: "line" } } },
      { mark: { type: "point", filled: true, size: 80, opacity: 0.9 }, encoding: { x, y, color: tint, shape: { field: "span", type: "nominal", title: null }, tooltip: tip } },
    ],
  }, `${series.name} over time; the table below has the figures`);
  const rows = [...series.facts].sort((one, other) => one.period.end.localeCompare(other.period.end) || compareChinese(one.subject ?? "", other.subject ?? ""));
  place.append(el("p", { class: "note" }, "Lines join figures of one subject for periods of one length."),
    plainTable(series.name, ["Period", "Subject", "Value", "Article"], rows.map((fact) => [periodText(fact.period), { zh: fact.subject ?? "–" }, factLink(fact), { zh: fact.article.name }])));
}

// ---- drawing
const nothing = (text) => el("p", { class: "note" }, text);

const picker = (label, options, chosen) => el("p", { class: "picker" }, el("label", null, `${label} `,
  el("select", { id: "picker", onchange: (event) => go({ of: event.target.value }) }, options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)))));

const legendOf = (entries) => el("p", { class: "legend", "aria-hidden": "true" }, entries.map(([name, measure, sign]) => el("span", { class: `m-${measure}` }, el("i", null, sign), name)));

function chartLook() {
  const [ink, muted, line] = ["ink", "muted", "line"].map(colour);
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: null, font, aria: false, padding: 4, view: { stroke: null },
    axis: { labelColor: ink, titleColor: muted, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12.5, titleFontWeight: "normal", titleFontSize: 12 },
    legend: { labelColor: ink, titleColor: muted, orient: "top", labelFontSize: 12.5 },
  };
}

async function draw(box, spec, description) {
  if (!globalThis.vegaEmbed) {
    box.append(nothing("The page was made without the library that draws charts; the table has the figures."));
    return;
  }
  const place = el("div", { class: "drawing" });
  fill(box, el("div", { role: "img", "aria-label": description }, el("div", { "aria-hidden": "true" }, place))); // Vega gives roles of its own
  const width = Math.max(240, box.clientWidth - 8);
  const result = await vegaEmbed(place, { ...spec, width, autosize: { type: "fit-x", contains: "padding" } }, {
    actions: false, ast: true, renderer: "svg", defaultStyle: false, config: chartLook(), tooltip: chartTip, mode: "vega-lite", logLevel: 1,
  });
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
  fill(card, ...String(value.tip ?? value).split("\n").filter(Boolean).map((line) => zh(line, "p")));
  putCard(card, { left: event.clientX + 10, top: event.clientY, bottom: event.clientY + 6 });
}
