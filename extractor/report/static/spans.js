// Shapes of periods: only figures of one shape share a line, and only neighbours are joined.
// A period may have two: January to March is a quarter and part of what adds up from January.

const SPANS = {
  month: { label: "single months", axis: "month", step: 1 },
  quarter: { label: "quarters", axis: "quarter", step: 1 },
  half: { label: "half years", axis: "half year", step: 1 },
  year: { label: "years", axis: "year", step: 1 },
  cumulative: { label: "from January", axis: "from January to the month shown", step: null },
  day: { label: "at a date", axis: "date", step: null },
  other: { label: "other spans", axis: "end of the period", step: null },
};

/** Year, first month, last month of a period of whole months in one year; null for others. */
function wholeMonths({ start, end }) {
  const [year, first, day] = start.split("-").map(Number);
  const [endYear, last, endDay] = end.split("-").map(Number);
  return year === endYear && day === 1 && endDay === lastDay(endYear, last) ? { year, first, last } : null;
}

/** The shapes that a period has. */
function spansOf(period) {
  if (period.start === period.end) return ["day"];
  const whole = wholeMonths(period);
  if (whole === null) return ["other"];
  const length = whole.last - whole.first + 1;
  const named = { 1: "month", 3: "quarter", 6: "half", 12: "year" }[length];
  const isNamed = named !== undefined && (whole.first - 1) % length === 0;
  const spans = [...(whole.first === 1 ? ["cumulative"] : []), ...(isNamed ? [named] : [])];
  return spans.length > 0 ? spans : ["other"];
}

/** Where a period stands on the axis of its shape: neighbours are one apart (on that of dates, days). */
function positionOf(period, span) {
  const [year, month, day] = period.end.split("-").map(Number);
  if (span === "day") return Date.UTC(year, month - 1, day) / 86_400_000;
  const months = { quarter: 3, half: 6, year: 12 }[span] ?? 1;
  return Math.floor((year * 12 + month - 1) / months);
}

/** A place on the axis in words. */
function positionText(at, span) {
  if (span === "day") return new Date(at * 86_400_000).toISOString().slice(0, 10);
  if (span === "year") return String(at);
  const parts = { quarter: 4, half: 2 }[span] ?? 12;
  const part = (at % parts) + 1;
  const text = { quarter: `Q${part}`, half: `H${part}` }[span] ?? String(part).padStart(2, "0");
  return `${Math.floor(at / parts)}-${text}`;
}

/** Places to label, all of them places with data; from the newest back, no two nearer than there is room. */
function ticksOf(positions, most) {
  const all = [...new Set(positions)].sort((one, other) => other - one);
  const room = (all[0] - all.at(-1)) / most;
  const ticks = [];
  for (const at of all) if (ticks.length === 0 || ticks.at(-1) - at >= Math.max(room, 1e-9)) ticks.push(at);
  return ticks.reverse();
}

/** How far apart neighbours of one line may be. */
function stepOf(positions, span) {
  if (span === "cumulative") {
    const fits = (months) => positions.every((at) => (at + 1) % months === 0);
    return fits(6) ? 6 : fits(3) ? 3 : 1; // a year told by quarters has no gap between March and June
  }
  if (span === "other") return 0;
  if (span !== "day") return SPANS[span].step;
  const gaps = positions.slice(1).map((at, n) => at - positions[n]);
  return gaps.length === 0 ? 0 : Math.min(400, 1.6 * median(gaps));
}

/** Points of one subject, in order, as runs without a gap; what adds up from January begins anew each year. */
function runsOf(points, span) {
  const runs = [];
  const years = span === "cumulative" ? groupBy(points, ({ at }) => Math.floor(at / 12)) : new Map([[0, points]]);
  for (const group of years.values()) {
    const step = stepOf(
      group.map(({ at }) => at),
      span,
    );
    let run = [];
    for (const point of group) {
      if (run.length > 0 && point.at - run.at(-1).at > step) {
        runs.push(run);
        run = [];
      }
      run.push(point);
    }
    runs.push(run);
  }
  return runs.filter((run) => run.length > 1);
}
