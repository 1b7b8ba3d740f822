// Charts of rows, one below the other: their names at the left, or on a narrow screen above each.

const isNarrow = () => innerWidth < 600;
const LINE = 15; // pixels of a line of a name

/** Rows of `{ lines: […] }` as the frame of a chart: the names as data, the axis, the height, a row's height, a layer of names. */
function rowFrame(rows, { step }) {
  const narrow = isNarrow();
  const named = rows.map(({ lines }, at) => ({ at, label: narrow ? [lines.join(" · ")] : lines }));
  const pitch = narrow ? step + LINE : step;
  const room = narrow ? LINE / pitch : 0; // above the first row, for its name
  const y = {
    field: "y",
    type: "quantitative",
    title: null,
    scale: { domain: [rows.length - 0.5, -0.5 - room], nice: false, zero: false },
    axis: narrow
      ? null
      : {
          values: named.map(({ at }) => at),
          labelExpr: "data('names')[datum.value].label", // names of articles are data: no expression is made of them
          labelLimit: 300,
          labelLineHeight: LINE,
          labelBaseline: "middle",
          labelOffset: (-LINE * (Math.max(1, ...rows.map(({ lines }) => lines.length)) - 1)) / 2,
          labelPadding: 8,
          grid: false,
          ticks: false,
          domain: false,
        },
  };
  const above = {
    data: { name: "names" },
    mark: {
      type: "text",
      align: "left",
      baseline: "bottom",
      dy: -(step / 2) + 2,
      fontSize: 12.5,
      color: colour("ink"),
      limit: innerWidth - 60,
    },
    encoding: { y: { ...y, field: "at" }, x: { value: 0 }, text: { field: "label", type: "nominal" } },
  };
  // without a layer of its own the data of the names would not be there for the axis
  const unseen = {
    data: { name: "names" },
    mark: { type: "text", text: "" },
    encoding: { y: { ...y, field: "at" }, x: { value: 0 } },
  };
  return { height: (rows.length + room) * pitch, pitch, y, datasets: { names: named }, names: narrow ? above : unseen };
}

/** The axis of values, above the rows. */
const rowValues = (field, title, domain) => ({
  field,
  type: "quantitative",
  title,
  scale: { domain, nice: false, zero: false, clamp: true },
  axis: { orient: "top", grid: true, tickCount: isNarrow() ? 4 : 10, format: ",~f", titlePadding: 6 },
});

const zeroLine = () => ({
  data: { values: [{}] },
  mark: { type: "rule", color: colour("muted"), strokeWidth: 1 },
  encoding: { x: { datum: 0 } },
});

const unfolded = new Set();

/** Draw the first rows, and a button for the rest. `drawRows` draws those that it is given into the box that it is given. */
async function drawSome(place, name, rows, most, drawRows) {
  const isAll = unfolded.has(name);
  const box = el("div", { class: rows.length > 20 ? "chart tall" : "chart" });
  place.append(box);
  if (rows.length > most) {
    const turn = () => {
      if (isAll) unfolded.delete(name);
      else unfolded.add(name);
      renderCharts();
    };
    const rest = (rows.length - most).toLocaleString("en");
    const label = isAll ? `Show the first ${most} only` : `Show ${rest} more rows`;
    place.append(el("button", { type: "button", class: "more", onclick: turn }, label));
  }
  await drawRows(box, isAll ? rows : rows.slice(0, most));
}
