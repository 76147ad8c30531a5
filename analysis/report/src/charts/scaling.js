// The page of `gigapod scale`: one job grown over machine sizes, weak and strong.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { axisNumber, bigNumber, count, duration, percent, significant, watts } from '../format.js';
import { CAUSES, causeColour } from '../palette.js';
import { rule, tooltipBox, tooltipNode, valueAxis } from '../plot.js';

const CURVES = { weak: 'Weak: batch grows with the chips', strong: 'Strong: batch stays the same' };
const GRID = { left: 84, right: 30, top: 34, bottom: 50, outerBoundsMode: 'none' };
const LIMITS = {
  power: 'site power',
  hbm: 'HBM',
  batch: 'batch size',
  ici: 'ICI',
  dcn: 'DCN',
  bubble: 'pipeline bubble',
  stragglers: 'stragglers',
  failures: 'failures',
};
const limitWord = ({ limit }) => LIMITS[limit] ?? oneLine(limit, 30);
const firstLimited = (curve) => curve.points[curve.first_limited ?? -1];
const title = (curve) => CURVES[curve.name] ?? oneLine(curve.name, 40);
const feasible = (curve) => curve.points.filter((point) => point.is_feasible);
const colourOf = (palette, index) => palette.series[index % palette.series.length];

export function scalingOverview(data) {
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, `How far ${oneLine(data.job, 60)} scales`),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${oneLine(data.model, 60)} on ${oneLine(data.pod_type, 60)}`),
      element(
        'span',
        { class: 'muted' },
        `scenario ${oneLine(data.scenario, 80)} · envelope ${watts(data.grid_power_watts)} · PUE ${significant(data.pue)}`,
      ),
    ),
    data.curves.map((curve) =>
      element(
        'div',
        { class: 'constraint' },
        element('div', { class: 'constraint-label' }, `${title(curve)} (${oneLine(curve.rule, 80)})`),
        element('p', {}, firstLimit(curve)),
      ),
    ),
  );
}

function firstLimit(curve) {
  const point = firstLimited(curve);
  if (!point) return `No limit met up to ${count(Math.max(...curve.points.map(({ chips }) => chips)))} chips.`;
  return `First limit at ${count(point.chips || point.requested_chips)} chips, ${limitWord(point)}: ${oneLine(point.limit_reason || point.fault, 300)}`;
}

/** A curve chart over chips on a logarithmic axis; `value(point)` in the unit of `axis`. */
function curveChart({ id, data, axis, name, value, format, log, limit }) {
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
        ...(log ? { type: 'log', splitNumber: 4 } : { min: 0 }),
      }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: item }) => pointTip(palette, item.point, item.index, name, format(value(item.point))),
      },
      series: [
        ...(limit ? [{ type: 'line', data: [], markLine: rule(palette, ...limit) }] : []),
        ...curves.map((curve, index) => ({
          name: title(curve),
          type: 'line',
          color: colourOf(palette, index),
          symbol: index === 0 ? 'circle' : 'diamond',
          symbolSize: 8,
          lineStyle: { width: 2, type: index === 0 ? 'solid' : [7, 4] },
          data: feasible(curve).map((point) => ({ value: [point.chips, value(point)], point, index })),
          markLine: limitLine(palette, curve, index, sizeRange(data)),
          emphasis: { scale: 1.5 },
        })),
      ],
    }),
  });
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

const sideName = (palette) => ({
  nameLocation: 'middle',
  nameGap: 50,
  nameTextStyle: { color: palette.muted, fontSize: 12 },
});

/** A line at the first size that meets a limit. */
function limitLine(palette, curve, index, [least, most]) {
  const point = firstLimited(curve);
  if (!point) return undefined;
  const size = point.chips || point.requested_chips;
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
      formatter: () => `${curve.name}: ${limitWord(point)}`,
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
      [colour, 'Slices', `${count(point.slices)} × ${point.slice}`],
      [colour, 'Global batch', count(point.global_batch)],
      [colour, 'Step', duration(point.step_seconds)],
      [colour, 'Expected goodput', percent(point.goodput)],
      [colour, 'Power', watts(point.power_watts)],
    ],
    point.limit === 'none' ? 'no limit met' : oneLine(point.limit_reason || point.limit, 160),
  );
}

export function scalingMfu(data) {
  return {
    note: 'Dotted line: the first size at which a limit is met.',
    charts: [
      curveChart({
        id: 'mfu',
        data,
        axis: 'MFU, %',
        name: 'MFU',
        value: (point) => 100 * point.mfu,
        format: (value) => percent(value / 100),
      }),
    ],
  };
}

export function scalingTokens(data) {
  return {
    note: 'After the expected loss to failures, restarts and checkpoints.',
    charts: [
      curveChart({
        id: 'tokens',
        data,
        axis: 'useful tokens per second',
        name: 'Useful tokens per second',
        value: (point) => point.useful_tokens_per_second,
        format: bigNumber,
        log: true,
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

export function scalingSteps(data) {
  const charts = data.curves.filter((curve) => feasible(curve).length > 0).map((curve) => splitChart(curve));
  return charts.length
    ? { note: 'Share of one step by cause; communication only where nothing hides it.', charts }
    : { missing: 'No size of any curve runs.' };
}

function splitChart(curve) {
  const points = feasible(curve);
  const causes = Object.keys(CAUSES).filter((cause) =>
    points.some((point) => point.step_seconds_by_cause[cause] > 0),
  );
  return new Chart({
    id: `split-${curve.name}`,
    height: 330,
    summary: `Step split by cause over chips, ${curve.name} curve.`,
    legend: ({ palette }) => [
      { name: title(curve), colour: 'transparent', shape: 'none', fixed: true },
      ...causes.map((cause, index) => ({
        name: CAUSES[cause],
        colour: causeColour(palette, cause, index),
        fixed: true,
      })),
    ],
    option: ({ palette, narrow }) => ({
      grid: { ...GRID, top: 14 },
      xAxis: {
        type: 'category',
        data: points.map(({ chips }) => axisNumber(chips)),
        name: 'chips',
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: { color: palette.muted },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
        axisLabel: {
          color: palette.muted,
          interval: narrow ? 'auto' : 0,
          fontSize: narrow ? 10 : 12,
          hideOverlap: true,
        },
      },
      yAxis: { ...valueAxis(palette, ''), max: 100, name: '% of step time', ...sideName(palette) },
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'axis',
        axisPointer: { type: 'none' },
        formatter: ([{ dataIndex }]) => {
          const point = points[dataIndex];
          return tooltipNode(
            `${count(point.chips)} chips`,
            causes.map((cause, index) => [
              causeColour(palette, cause, index),
              CAUSES[cause],
              `${duration(point.step_seconds_by_cause[cause])} · ${percent(point.step_seconds_by_cause[cause] / point.step_seconds)}`,
            ]),
            `one step ${duration(point.step_seconds)}`,
          );
        },
      },
      series: causes.map((cause, index) => ({
        name: CAUSES[cause],
        type: 'bar',
        stack: 'split',
        barCategoryGap: '24%',
        color: causeColour(palette, cause, index),
        emphasis: { disabled: true },
        data: points.map((point) => (100 * point.step_seconds_by_cause[cause]) / point.step_seconds),
      })),
    }),
  });
}

export function scalingTable(data) {
  return { nodes: data.curves.map((curve) => [element('p', { class: 'note' }, title(curve)), curveTable(curve)]) };
}

function curveTable(curve) {
  const columns = [
    { title: 'Chips', numeric: true },
    { title: 'Slices' },
    { title: 'Plan', wide: true },
    { title: 'Batch', numeric: true },
    { title: 'Step', numeric: true },
    { title: 'MFU', numeric: true },
    { title: 'Tokens/s', numeric: true },
    { title: 'Goodput', numeric: true },
    { title: 'Power', numeric: true },
    { title: 'Limit' },
    { title: 'Why', wide: true },
  ];
  return table(`Every size of the ${curve.name} curve`, columns, curve.points.map(pointRow));
}

function pointRow(point) {
  if (!point.is_feasible) {
    return [count(point.requested_chips), ...Array(8).fill('–'), limitWord(point), oneLine(point.fault, 240)];
  }
  return [
    count(point.chips),
    `${count(point.slices)} × ${point.slice}`,
    oneLine(point.plan, 80),
    count(point.global_batch),
    duration(point.step_seconds),
    percent(point.mfu),
    bigNumber(point.tokens_per_second),
    percent(point.goodput),
    watts(point.power_watts),
    point.limit === 'none' ? '–' : limitWord(point),
    oneLine(point.limit_reason, 240),
  ];
}
