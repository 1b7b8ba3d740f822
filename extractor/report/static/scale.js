// Numbers onto axes: a scale in 万 and 亿, room at both ends, far values at the edge, like values side by side.

/** What an axis divides by: so that the largest is a number that one reads at a glance. */
function scaleFor(values, unit) {
  const most = Math.max(0, ...values.map(Math.abs));
  const [scale, name] = [
    [1e12, "万亿", 1e13],
    [1e8, "亿", 1e8],
    [1e4, "万", 1e5],
  ].find(([, , from]) => most >= from) ?? [1, ""];
  return { scale, title: `${name}${unit ?? ""}` };
}

/** Lowest and highest with room around them, also where all are one value. */
function paddedDomain(values, { withZero = false, room = 0.08 } = {}) {
  const all = withZero ? [0, ...values] : values;
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const width = high - low || Math.abs(high) * 2 || 1;
  const [from, to] = [low - room * width, high + room * width];
  return [low >= 0 && from < 0 ? 0 : from, high <= 0 && to > 0 ? 0 : to];
}

/** Lowest and highest of those that are not far out (Tukey's outer fences): one of 253% must not squeeze the rest. */
function fences(values) {
  const rising = [...values].sort((one, other) => one - other);
  const [low, high] = [rising[0], rising.at(-1)];
  const quarter = (share) => rising[Math.round(share * (rising.length - 1))];
  const room = 3 * (quarter(0.75) - quarter(0.25));
  if (rising.length < 5 || room === 0) return [low, high];
  const inside = rising.filter((value) => value >= quarter(0.25) - room && value <= quarter(0.75) + room);
  return [inside[0], inside.at(-1)];
}

/** Round numbers between two ends, some `most` of them. */
function roundTicks(low, high, most) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

const LANES = [0, 1, -1, 2, -2, 3, -3];

/** For each value the lane in which it touches none before it: 0 is the middle. */
function lanesOf(values, gap) {
  const ends = LANES.map(() => -Infinity);
  const lanes = new Array(values.length).fill(0);
  const order = values.map((_, at) => at).sort((one, other) => values[one] - values[other]);
  for (const at of order) {
    const free = ends.findIndex((end) => values[at] - end >= gap);
    const lane = free < 0 ? 0 : free;
    ends[lane] = values[at];
    lanes[at] = LANES[lane];
  }
  return lanes;
}
