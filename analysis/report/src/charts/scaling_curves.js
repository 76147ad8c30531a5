// Curves over machine sizes: throughput, utilization, goodput and power of a scaling study.
import { Chart } from '../chart.js';
import { oneLine } from '../dom.js';
import { axisNumber, bigNumber, count, duration, percent, watts } from '../format.js';
import { rule, tooltipBox, tooltipNode, valueAxis } from '../plot.js';
import {
  GRID,
  feasible,
  firstLimited,
  intervalText,
  limitWord,
  sideName,
  simulated,
  slicesText,
  title,
} from './scaling_words.js';

const SYMBOLS = ['circle', 'diamond', 'triangle'];
const DASHES = ['solid', [7, 4], [2, 3]];
const colourOf = (palette, index) => palette.series[index % palette.series.length];

/** A curve chart over chips on a logarithmic axis; `value(point)` in the unit of `axis`. */
function curveChart({ id, data, axis, name, value, format, log, limit, interval, most }) {
  const curves = data.curves.filter((curve) => feasible(curve).length > 0);
  return new Chart({
    id,
    height: 340,
    summary: `${name} against chips: ${curves
      .map(
        (curve) =>
          `${curve.name} ${feasible(curve)
            .map((point) => `${count(point.chips)}: ${format(value(point))}`)
            .join(', ')}`,
      )
      .join('; ')}.`,
    legend: ({ palette }) =>
      curves.map((curve, index) => ({
        name: title(curve),
        colour: colourOf(palette, index),
        shape: 'dash',
        fixed: true,
      })),
    option: ({ palette, narrow }) => ({
      grid: { ...GRID, top: 44 },
      xAxis: chipAxis(palette, data, narrow),
      yAxis: valueAxis(palette, axis, {
        ...sideName(palette),
        ...(log ? { type: 'log', splitNumber: 4, min: logFloor(curves, value) } : { min: 0, max: most }),
      }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: item }) => pointTip(palette, item.point, item.index, name, format(value(item.point))),
      },
      series: [
        ...(limit ? [{ type: 'line', data: [], markLine: rule(palette, ...limit) }] : []),
        ...(interval ? curves.map((curve, index) => intervals(palette, curve, index, interval)) : []),
        ...curves.map((curve, index) => ({
          name: title(curve),
          type: 'line',
          color: colourOf(palette, index),
          symbol: SYMBOLS[index % SYMBOLS.length],
          symbolSize: 8,
          lineStyle: { width: 2, type: DASHES[index % DASHES.length] },
          data: feasible(curve).map((point) => ({ value: [point.chips, value(point)], point, index })),
          markLine: limitLine(palette, curve, index, sizeRange(data)),
          emphasis: { scale: 1.5 },
        })),
      ],
    }),
  });
}

/** Below a millionth of the most a curve is at nothing: the axis ends there; nothing where none gets so low. */
function logFloor(curves, value) {
  const values = curves.flatMap((curve) => feasible(curve).map(value));
  const floor = 10 ** Math.floor(Math.log10(Math.max(...values)) - 6);
  return Math.min(...values) < floor ? floor : undefined;
}

/** Bars from the low to the high end of what was drawn over the seeds, with caps. */
function intervals(palette, curve, index, interval) {
  const colour = colourOf(palette, index);
  return {
    type: 'custom',
    silent: true,
    z: 1,
    encode: { x: 0, y: [1, 2] },
    data: feasible(curve)
      .filter(interval)
      .map((point) => [point.chips, ...interval(point)]),
    renderItem: (_, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      const style = { stroke: colour, lineWidth: 1.5 };
      const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
      return {
        type: 'group',
        children: [line(x, low, x, high), line(x - 5, low, x + 5, low), line(x - 5, high, x + 5, high)],
      };
    },
  };
}

function sizeRange(data) {
  const sizes = data.curves
    .flatMap(({ points }) => points.map(({ chips, requested_chips: asked }) => chips || asked))
    .filter((size) => size > 0);
  return [Math.min(...sizes), Math.max(...sizes)];
}

function chipAxis(palette, data, narrow) {
  const [least, most] = sizeRange(data);
  return {
    type: 'log',
    logBase: 10,
    min: least / 1.3,
    max: most * 1.3,
    name: 'chips',
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { lineStyle: { color: palette.line } },
    minorTick: { show: true },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: {
      color: palette.muted,
      formatter: axisNumber,
      showMinLabel: false,
      showMaxLabel: false,
      fontSize: narrow ? 11 : 12,
    },
  };
}

/** A line where the curve ends, or at the first size that meets a limit. */
function limitLine(palette, curve, index, [least, most]) {
  const point = firstLimited(curve);
  const ends = curve.end && !curve.end.is_beyond && curve.end.chips > 0;
  if (!ends && !point) return undefined;
  const size = ends ? curve.end.chips : point.chips || point.requested_chips;
  const place = Math.log(size / least) / Math.log(most / least);
  const align = place < 0.15 ? 'left' : place > 0.85 ? 'right' : 'center';
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colourOf(palette, index), type: 'dotted', width: 1.5 },
    label: {
      position: 'end',
      align,
      distance: 4 + 15 * index,
      color: colourOf(palette, index),
      fontWeight: 600,
      fontSize: 12,
      textBorderColor: palette.card,
      textBorderWidth: 3,
      formatter: () => `${curve.name}: ${limitWord(ends ? curve.end : point)}`,
    },
    data: [{ xAxis: size }],
  };
}

function pointTip(palette, point, index, name, value) {
  const colour = colourOf(palette, index);
  return tooltipNode(
    `${count(point.chips)} chips`,
    [
      [colour, name, value],
      [colour, 'Slices', slicesText(point)],
      [colour, 'Global batch', count(point.global_batch_sequences)],
      [colour, 'Step', duration(point.step_seconds)],
      [colour, 'Expected goodput', percent(point.goodput_fraction)],
      ...(simulated(point) ? [[colour, 'Simulated', intervalText(simulated(point))]] : []),
      ...(point.token_efficiency_fraction < 1
        ? [[colour, 'Worth of a token', percent(point.token_efficiency_fraction)]]
        : []),
      [colour, 'Power', watts(point.power_watts)],
    ],
    point.limit === 'none' ? 'no limit met' : oneLine(point.limit_reason || point.limit, 160),
  );
}

const seedNote = ({ seeds }) => (seeds > 0 ? `; bars: 95% intervals of the mean over ${count(seeds)} simulated lives` : '');
const rateOf = (point) => point.useful_tokens_per_second / point.chips;
const bestRate = ({ curves }) => Math.max(...curves.flatMap((curve) => feasible(curve).map(rateOf)));
/** Low and high end of an interval; nothing where nothing was drawn. */
const scaled = (interval, factor) => interval && [interval[0] * factor, interval[2] * factor];

export function scalingGoodput(data) {
  return {
    note: `Share of the time in steps that count: in closed form (lines)${data.seeds > 0 ? ` and simulated (bars: 95% intervals of the mean over ${count(data.seeds)} lives)` : ''}.`,
    charts: [
      curveChart({
        id: 'goodput',
        data,
        axis: 'goodput, %',
        name: 'Goodput',
        value: (point) => 100 * point.goodput_fraction,
        interval: (point) => scaled(simulated(point), 100),
        format: (value) => percent(value / 100),
      }),
    ],
  };
}

export function scalingMfu(data) {
  return {
    note: 'Dotted line: where the curve ends, and by what.',
    charts: [
      curveChart({
        id: 'mfu',
        data,
        axis: 'MFU, %',
        name: 'MFU',
        value: (point) => 100 * point.mfu_fraction,
        format: (value) => percent(value / 100),
      }),
    ],
  };
}

export function scalingTokens(data) {
  return {
    note: `After the expected loss to failures, restarts and checkpoints${data.critical_batch_tokens > 0 ? ', and to batches near the critical one' : ''}${seedNote(data)}.`,
    charts: [
      curveChart({
        id: 'tokens',
        data,
        axis: 'useful tokens per second',
        name: 'Useful tokens per second',
        value: (point) => point.useful_tokens_per_second,
        interval: (point) => scaled(simulated(point), point.tokens_per_second * point.token_efficiency_fraction),
        format: bigNumber,
        log: true,
      }),
      curveChart({
        id: 'efficiency',
        data,
        axis: '% of the best size',
        most: 100,
        name: 'Useful tokens per chip',
        value: (point) => (100 * rateOf(point)) / bestRate(data),
        interval: (point) =>
          scaled(
            simulated(point),
            (100 * point.tokens_per_second * point.token_efficiency_fraction) / point.chips / bestRate(data),
          ),
        format: (value) => percent(value / 100),
      }),
    ],
  };
}

export function scalingPower(data) {
  return {
    note: `At the meter. The envelope is ${watts(data.grid_power_watts)}.`,
    charts: [
      curveChart({
        id: 'power',
        data,
        axis: 'MW',
        name: 'Mean power while stepping',
        value: (point) => point.power_watts / 1e6,
        format: (value) => watts(value * 1e6),
        log: true,
        limit: [data.grid_power_watts / 1e6, `Envelope ${watts(data.grid_power_watts)}`],
      }),
    ],
  };
}

