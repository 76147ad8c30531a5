// Pieces that plots share: axes, step lines, tooltips. Every tooltip is built of nodes, never of markup.
import { TIME_NAME } from './chart.js';
import { element, oneLine } from './dom.js';
import { axisNumber, moment } from './format.js';

/** A value axis with its unit as name. */
export function valueAxis(palette, name, more = {}) {
  return {
    type: 'value',
    name,
    nameLocation: 'end',
    nameGap: 12,
    nameTextStyle: { color: palette.muted, fontSize: 12, align: 'left', padding: [0, 0, 0, -52] },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.grid } },
    ...more,
    axisLabel: { color: palette.muted, fontSize: 12, formatter: axisNumber, ...more.axisLabel },
  };
}

/** A value axis below a plot, with its name under the numbers. */
export function namedAxis(palette, name, more = {}) {
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    splitLine: { lineStyle: { color: palette.grid } },
    ...more,
    axisLabel: { color: palette.muted, ...more.axisLabel },
  };
}

/** Names of rows, or what stands beside them on the right. */
export function rowAxis(palette, data, label, position = 'left') {
  return {
    type: 'category',
    inverse: true,
    position,
    data,
    axisTick: { show: false },
    axisLine: { show: position === 'left', lineStyle: { color: palette.line } },
    axisLabel: { interval: 0, overflow: 'truncate', fontSize: 12, ...label },
  };
}

/** Room for names of rows, and no more. */
export const rowMargin = (names, most) => Math.min(most, 24 + 7 * Math.max(...names.map(({ length }) => length)));

/** The margins of every full-width time plot, so that their time axes line up. */
export const GRID = { left: 68, right: 24, top: 34, bottom: 46, outerBoundsMode: 'none' };

/** Points of a step function up to the horizon. */
export function steps(series, horizon, scale = 1) {
  const points = series.time.map((time, i) => [time, series.value[i] === null ? null : series.value[i] * scale]);
  const last = points.at(-1);
  if (last && last[0] < horizon) points.push([horizon, last[1]]);
  return points;
}

/** The value of a step function at a time, or undefined before its first point. */
export function valueAt(series, time) {
  let [low, high] = [0, series.time.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series.time[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : series.value[low - 1];
}

/** A step line. */
export function stepLine(name, colour, data, more = {}) {
  return {
    name,
    type: 'line',
    step: 'end',
    data,
    showSymbol: false,
    symbol: 'none',
    color: colour,
    ...more,
    lineStyle: { width: 1.6, color: colour, ...more.lineStyle },
    emphasis: { disabled: true },
  };
}

/**
 * Option of a time plot. `lines`: [{name, colour, series, format}], with `area` as the opacity of what is below a line
 * and `style` as what its line has beside its colour.
 */
export function linesOption({ palette, horizon, hidden }, lines, yAxis, scale = 1) {
  return {
    grid: GRID,
    xAxis: { name: TIME_NAME },
    yAxis,
    tooltip: timeTooltip(palette, horizon, lines, hidden),
    series: lines
      .filter(({ name }) => !hidden.has(name))
      .map((line) =>
        stepLine(line.name, line.colour, steps(line.series, horizon, scale), {
          ...(line.area && { areaStyle: { color: line.colour, opacity: line.area } }),
          lineStyle: line.style,
        }),
      ),
  };
}

/**
 * Step areas on top of each other, the highest sum first so that each lower one covers what is not its own. `lines`:
 * [{name, colour, series}] from the bottom up, all at the same times.
 */
export function stackedSteps(lines, horizon, scale = 1, edge = undefined) {
  const sums = [];
  const total = lines.length ? lines[0].series.time.map(() => 0) : [];
  for (const { series } of lines) {
    series.value.forEach((value, i) => {
      total[i] += value;
    });
    sums.push([...total]);
  }
  return lines
    .map((line, i) =>
      stepLine(line.name, line.colour, beyond(steps({ time: line.series.time, value: sums[i] }, horizon, scale)), {
        z: 2 + (lines.length - i) / 100,
        areaStyle: { color: line.colour, opacity: 1 },
        lineStyle: { width: edge ? 0.5 : 0, color: edge },
      }),
    )
    .reverse();
}

// The last step runs past the edge of the plot, which cuts it: no area ends a hair before another.
const beyond = (points) => (points.length ? [...points, [points.at(-1)[0] * 1.01, points.at(-1)[1]]] : points);

/** A horizontal rule with a label, e.g. a limit or a target. */
export function rule(palette, value, text, colour = palette.alarm, position = 'insideEndTop') {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: colour, type: [6, 4], width: 1.5 },
    label: {
      position,
      formatter: () => text,
      color: colour,
      fontSize: 12,
      fontWeight: 600,
      distance: [4, 3],
      textBorderColor: palette.card,
      textBorderWidth: 3,
    },
    data: [{ yAxis: value }],
  };
}

/**
 * Of a custom series of [mean, low, high, row] that is not clipped, so that dots at its edge are whole: a dot at the mean
 * and a line from end to end of the interval, as far as the plot goes.
 */
export function intervalDot({ coordSys }, api, offset, colour) {
  const row = api.value(3);
  const height = api.size([0, 1])[1];
  const [x, middle] = api.coord([api.value(0), row]);
  const y = middle + offset * height;
  const end = (value) => Math.min(Math.max(api.coord([value, row])[0], coordSys.x), coordSys.x + coordSys.width);
  const [low, high] = [end(api.value(1)), end(api.value(2))];
  const stroke = { stroke: colour, lineWidth: 2, opacity: 0.75 };
  return {
    type: 'group',
    children: [
      { type: 'line', shape: { x1: low, y1: y, x2: high, y2: y }, style: stroke },
      { type: 'circle', shape: { cx: x, cy: y, r: 4.5 }, style: { fill: colour } },
    ],
  };
}

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];

/** Colour and symbol of one of many series: no two of the first 32 have the same of both. */
export function seriesMark(palette, index) {
  const { series } = palette;
  return {
    colour: series[index % series.length],
    symbol: SYMBOLS[Math.floor(index / series.length) % SYMBOLS.length],
  };
}

/** Common box of a tooltip. */
export function tooltipBox(palette) {
  return {
    backgroundColor: palette.card,
    borderColor: palette.line,
    borderWidth: 1,
    padding: 10,
    confine: true,
    textStyle: { color: palette.text, fontSize: 12.5 },
    extraCssText: 'box-shadow:0 4px 18px rgba(0,0,0,.18);border-radius:8px',
  };
}

/** Rows of a tooltip: [colour, name, value text]. */
export function tooltipNode(title, rows, foot) {
  const lines = rows.map(([colour, name, value]) =>
    element(
      'div',
      { class: 'tip-row' },
      element('span', { class: 'swatch', style: `--swatch:${colour}` }),
      element('span', { class: 'tip-name' }, oneLine(name, 48)),
      element('span', { class: 'tip-value' }, value),
    ),
  );
  return element(
    'div',
    { class: 'tip' },
    element('div', { class: 'tip-title' }, title),
    lines,
    foot && element('div', { class: 'tip-foot' }, foot),
  );
}

/**
 * Tooltip of a time plot: what every series is at the pointer. `lines`: [{name, colour, series, format}], with
 * step-function series {time, value}.
 */
export function timeTooltip(palette, horizon, lines, hidden = new Set()) {
  return {
    ...tooltipBox(palette),
    trigger: 'axis',
    axisPointer: { type: 'line', snap: false, lineStyle: { color: palette.muted }, label: { show: false } },
    formatter: (parameters) => {
      const time = (Array.isArray(parameters) ? parameters[0] : parameters).axisValue;
      const rows = lines
        .filter((line) => !hidden.has(line.name))
        .map((line) => {
          const value = valueAt(line.series, time);
          return [line.colour, line.name, value === undefined || value === null ? '–' : line.format(value)];
        });
      return tooltipNode(moment(time, horizon), rows);
    },
  };
}
