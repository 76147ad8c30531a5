// How much each sampled axis of a study matters: ranked bars with intervals, and the samples themselves.
import { Chart } from '../chart.js';
import { oneLine, table } from '../dom.js';
import { axisNumber, percent, significant } from '../format.js';
import { namedAxis, rowAxis, tooltipBox, tooltipNode } from '../plot.js';

const MOST_CHARTS = 6;
const NOTES = {
  one_at_a_time:
    'What changes when one axis goes to an end of its range and the others stay as the scenario has them (tornado).',
  morris:
    'Mean size of the effect of an axis over its whole range, and how far the effect depends on the other axes (Morris).',
  sobol: 'Part of the variance that an axis explains by itself, and together with the others (Sobol).',
  random: 'Correlation of the ranks of axis and measure.',
  latin_hypercube: 'Correlation of the ranks of axis and measure.',
};
/** The estimates drawn as bars, by method. */
const BARS = { one_at_a_time: [0, 1], morris: [0, 2], sobol: [0, 1], random: [0], latin_hypercube: [0] };

const isInUnit = (sample) => sample.method === 'one_at_a_time' || sample.method === 'morris';
const spaced = (name) => name.replaceAll('_', ' ');

/** `habit old, chips 1k` of the listed axes of a row. */
export function listedPlace(data, row) {
  const inner = new Set(data.inner.axes);
  return data.axes
    .map((axis, i) => (inner.has(i) ? '' : `${axis.name} ${axis.values[data.rows[row].values[i]]}`))
    .filter(Boolean)
    .join(', ');
}

function scaleOf(data, measure) {
  return measure.is_fraction && isInUnit(data.sample) ? 100 : 1;
}

function estimateText(data, measure, [value, low, high]) {
  if (value === null) return '–';
  const text = (number) =>
    measure.is_fraction && isInUnit(data.sample) ? percent(number, 2) : significant(number, 3);
  return `${text(value)} (${text(low)} to ${text(high)})`;
}

function titleOf(data, one) {
  const place = listedPlace(data, one.first_row);
  return oneLine(`${data.measures[one.measure].name}${place && `, ${place}`}`, 100);
}

export function sensitivityBars(data) {
  const all = data.sample.sensitivities;
  const more = all.length > MOST_CHARTS ? ` The first ${MOST_CHARTS} of ${all.length}; the table has all.` : '';
  return {
    note: `${NOTES[data.sample.method]} Lines are 95% intervals.${more}`,
    charts: all.slice(0, MOST_CHARTS).map((one, index) => barChart(data, one, index)),
  };
}

function barChart(data, one, index) {
  const { sample } = data;
  const measure = data.measures[one.measure];
  const names = one.axes.map(({ axis }) => oneLine(data.axes[axis].name, 60));
  const shown = BARS[sample.method];
  const scale = scaleOf(data, measure);
  const isTornado = sample.method === 'one_at_a_time';
  const colour = (palette, bar) => palette.series[bar];
  const unit = isInUnit(sample) ? `${isTornado ? 'change' : 'effect'}${scale === 100 ? ', %' : ''}` : 'index';
  return new Chart({
    id: `sensitivity-${index}`,
    height: names.length * (isTornado ? 34 : 20 + 16 * shown.length) + 84,
    summary: `${titleOf(data, one)}: ${one.axes
      .map(({ estimates }, i) => `${names[i]} ${estimateText(data, measure, estimates[shown[0]])}`)
      .join('; ')}.`,
    legend: ({ palette }) =>
      shown.map((estimate, bar) => ({
        name: spaced(sample.columns[estimate]),
        colour: colour(palette, bar),
        fixed: true,
      })),
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 120 : 220, right: 30, top: 10, bottom: 54, outerBoundsMode: 'none' },
      yAxis: rowAxis(palette, names, { width: narrow ? 110 : 208, color: palette.text }),
      xAxis: namedAxis(palette, `${titleOf(data, one)}: ${unit}`, { nameGap: 32, axisLabel: { formatter: axisNumber } }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ dataIndex }) =>
          tooltipNode(
            names[dataIndex],
            sample.columns.map((column, i) => [
              colour(palette, Math.max(0, shown.indexOf(i))),
              spaced(column),
              estimateText(data, measure, one.axes[dataIndex].estimates[i]),
            ]),
          ),
      },
      series: shown.flatMap((estimate, bar) => [
        {
          type: 'bar',
          name: spaced(sample.columns[estimate]),
          barGap: isTornado ? '-100%' : '20%',
          barMaxWidth: isTornado ? 20 : 14,
          color: colour(palette, bar),
          data: one.axes.map(({ estimates }) => (estimates[estimate][0] ?? 0) * scale),
        },
        whiskers(palette, one, estimate, scale, isTornado ? 0 : (bar - (shown.length - 1) / 2) * 17),
      ]),
    }),
  });
}

/** A line from the low to the high end of every interval, `offset` pixels below the middle of its row. */
function whiskers(palette, one, estimate, scale, offset) {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    z: 5,
    encode: { x: [0, 1], y: 2 },
    data: one.axes.map(({ estimates }, i) => [
      (estimates[estimate][1] ?? 0) * scale,
      (estimates[estimate][2] ?? 0) * scale,
      i,
    ]),
    renderItem: (_, api) => {
      const [x1, middle] = api.coord([api.value(0), api.value(2)]);
      const [x2] = api.coord([api.value(1), api.value(2)]);
      const y = middle + offset;
      return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: palette.text, lineWidth: 1.5 } };
    },
  };
}

/** The number that a value such as `12.5 GB/s` starts with. */
const numberOf = (text) => Number.parseFloat(text);

/** Every measure against every sampled axis, a dot a point. */
export function sampleScatter(data) {
  if (data.sample.method === 'one_at_a_time') return { missing: 'With one axis at a time there is nothing to spread.' };
  return {
    note: 'The mean of every point of the sample against each axis.',
    charts: data.measures.slice(0, MOST_CHARTS).map((measure, index) => scatterChart(data, measure, index)),
  };
}

const PLOT_HEIGHT = 270;

function scatterChart(data, measure, index) {
  const axes = data.sample.axes.slice(0, 9);
  const columns = (width) => Math.max(1, Math.min(axes.length, Math.floor(width / 300)));
  const scale = measure.is_fraction ? 100 : 1;
  const groups = [];
  for (let start = 0; start < data.rows.length; start += data.inner.size) groups.push(start);
  const name = oneLine(measure.is_fraction ? `${measure.name}, %` : measure.name, 60);
  const colour = (palette, group) => palette.series[group % palette.series.length];
  return new Chart({
    id: `samples-${index}`,
    height: (width) => Math.ceil(axes.length / columns(width)) * PLOT_HEIGHT + 10,
    summary: `${name} of ${data.rows.length} points against ${axes.map((axis) => data.axes[axis].name).join(', ')}.`,
    legend: ({ palette }) =>
      groups.length < 2
        ? []
        : groups.map((start, group) => ({
            name: listedPlace(data, start),
            colour: colour(palette, group),
            shape: 'round',
            fixed: true,
          })),
    option: ({ palette, width }) => ({
      ...scatterAxes(data, axes, name, palette, width, columns(width)),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: { row } }) =>
          tooltipNode(
            `${name}: ${significant(data.rows[row].measures[index][0] * scale, 4)}`,
            data.axes.map((axis, i) => [palette.muted, axis.name, oneLine(axis.values[data.rows[row].values[i]], 60)]),
          ),
      },
      series: axes.flatMap((axis, i) =>
        groups.map((start, group) => ({
          type: 'scatter',
          xAxisIndex: i,
          yAxisIndex: i,
          symbolSize: 6,
          color: colour(palette, group),
          itemStyle: { opacity: 0.7 },
          data: points(data, start, axis, index, scale),
        })),
      ),
    }),
  });
}

/** The points of one combination of listed values, without those that have no result. */
function points(data, start, axis, index, scale) {
  return data.rows
    .slice(start, start + data.inner.size)
    .map((row, offset) => ({ row, at: start + offset }))
    .filter(({ row }) => row.measures[index] !== null)
    .map(({ row, at }) => ({
      value: [numberOf(data.axes[axis].values[row.values[axis]]), row.measures[index][0] * scale],
      row: at,
    }));
}

/** A small plot for each axis, `columns` beside each other. */
function scatterAxes(data, axes, name, palette, width, columns) {
  const cell = width / columns;
  const label = { color: palette.muted, fontSize: 12 };
  return {
    grid: axes.map((_, i) => ({
      left: (i % columns) * cell + 62,
      top: Math.floor(i / columns) * PLOT_HEIGHT + 26,
      width: cell - 82,
      height: PLOT_HEIGHT - 86,
      outerBoundsMode: 'none',
    })),
    xAxis: axes.map((axis, i) => {
      const { low, high, unit, is_logarithmic: isLogarithmic } = data.axes[axis].range;
      return {
        gridIndex: i,
        type: isLogarithmic ? 'log' : 'value',
        min: low,
        max: high,
        name: oneLine(`${data.axes[axis].name}${unit && `,${unit}`}`, 40),
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: label,
        axisLabel: { ...label, formatter: axisNumber, hideOverlap: true },
        splitLine: { show: false },
      };
    }),
    yAxis: axes.map((_, i) => ({
      gridIndex: i,
      type: 'value',
      scale: true,
      name: i === 0 ? oneLine(name, 40) : '',
      nameTextStyle: { ...label, align: 'left', padding: [0, 0, 0, -50] },
      axisLabel: { ...label, formatter: axisNumber },
      splitLine: { lineStyle: { color: palette.grid } },
    })),
  };
}

export function sensitivityTable(data) {
  const { sample } = data;
  const columns = [
    { title: 'Measure' },
    { title: 'Axis' },
    { title: 'Range' },
    ...sample.columns.map((column) => ({ title: spaced(column), numeric: true })),
  ];
  const rows = sample.sensitivities.flatMap((one) =>
    one.axes.map(({ axis, estimates }) => {
      const { low, high, unit } = data.axes[axis].range;
      return [
        titleOf(data, one),
        oneLine(data.axes[axis].name, 60),
        oneLine(`${significant(low, 6)} … ${significant(high, 6)}${unit}`, 60),
        ...estimates.map((estimate) => estimateText(data, data.measures[one.measure], estimate)),
      ];
    }),
  );
  return { nodes: [table('Sensitivity of every measure to every axis', columns, rows)] };
}
