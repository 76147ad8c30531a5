// The page of `gigapod sweep`: variants of a scenario, each with many seeds, as dots with their intervals.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { axisNumber, count, percent, significant, unitScale } from '../format.js';
import { intervalDot, namedAxis, rowAxis, rowMargin, tooltipBox, tooltipNode } from '../plot.js';
import { listedPlace } from './sensitivity.js';

const MOST_GROUPS = 8;
const ROW_HEIGHT = 34;
const LEAST = 0.0001; // of a unit that the largest result is over one of
const PERCENT_RANGE = {
  min: ({ min }) => Math.max(0, Math.floor(min - 1)),
  max: ({ max }) => Math.min(100, Math.ceil(max)),
};

/** The scale of all results of a measure: {scale, name}. */
function scaleOf(data, index) {
  const values = data.rows.flatMap(({ measures }) => measures[index] ?? []);
  return unitScale(data.measures[index].unit, values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
}

const titleOf = ({ name }, { name: unit }) => (unit ? `${name}, ${unit}` : name);
const withUnit = (text, { name }) => (name === '%' || !name ? text : `${text}\u00a0${name}`);
/** In the scale of its measure; percent have their sign with each number. */
const format = ({ scale, name }, value) => {
  if (name === '%') return percent(value, 2);
  const shown = Math.abs(value / scale);
  if (scale > 1 && shown > 0 && shown < LEAST) return `${value < 0 ? '>−' : '<'}${LEAST}`;
  return significant(value / scale, 4);
};
/** The mean with its interval; null: no run has a result. */
function interval(scale, estimate) {
  if (estimate === null) return '–';
  const [mean, least, most] = estimate;
  const low = scale.name === '%' && mean >= 0 ? Math.max(0, least) : least; // few seeds give intervals beyond any share
  const high = scale.name === '%' && mean <= 1 ? Math.min(1, most) : most;
  return high - low > 2e-9 * Math.abs(mean) // less is rounding
    ? `${format(scale, mean)} (${format(scale, low)} to ${format(scale, high)})`
    : format(scale, mean);
}
/** For a tooltip: every digit. */
const exactly = ([mean, low, high], { unit }) => `${mean} (${low} to ${high}) ${unit === 'share' ? '' : unit}`.trim();

const mostSeeds = (data) => Math.max(...data.rows.map(({ seeds }) => seeds));
/** `30 seeds each`, `5 to 30 seeds each`, `1 seed each`. */
function seedsText(data) {
  const [least, most] = [Math.min(...data.rows.map(({ seeds }) => seeds)), mostSeeds(data)];
  return `${least === most ? count(most) : `${count(least)} to ${count(most)}`} seed${most === 1 ? '' : 's'} each`;
}
const valueText = (data, row, axis) => data.axes[axis].values[row.values[axis]];

/** Rows that differ only in the last dimension, with the text of the others; without a name when there are none. */
function groupsOf(data) {
  const groups = [];
  for (let start = 0; start < data.rows.length; start += data.inner.size) {
    const rows = data.rows.slice(start, start + data.inner.size);
    groups.push({ name: oneLine(listedPlace(data, start), 60), rows });
  }
  return groups;
}

/** The value of a row on the axes of the last dimension, which move together. */
const innerText = (data, row) => data.inner.axes.map((axis) => valueText(data, row, axis)).join(', ');
const innerName = (data) => data.inner.axes.map((axis) => data.axes[axis].name).join(', ');

export function studyOverview(data) {
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, oneLine(data.description || data.scenario, 160)),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${count(data.rows.length)} cases, ${seedsText(data)}`),
      element('span', { class: 'muted' }, `scenario ${oneLine(data.scenario, 80)}${mostSeeds(data) > 1 ? ' · mean with its 95% interval' : ''}`),
    ),
    data.firsts.slice(0, MOST_GROUPS).map((first) =>
      element(
        'div',
        { class: 'constraint' },
        element('div', { class: 'constraint-label' }, targetLabel(data, first)),
        element('p', {}, targetText(data, first)),
      ),
    ),
  );
}

function targetLabel(data, { start }) {
  const [measure] = data.measures;
  const scale = unitScale(measure.unit, data.target);
  const target = `${significant(data.target / scale.scale)}${scale.name === '%' ? '%' : withUnit('', scale)}`;
  return oneLine(`${listedPlace(data, start) || 'Target'}: ${measure.name} of ${target}`, 120);
}

function targetText(data, { first }) {
  if (first === null) return `Not reached with any ${oneLine(innerName(data), 60)}.`;
  const row = data.rows[first];
  const scale = scaleOf(data, 0);
  return `First with ${oneLine(innerText(data, row), 120)}: ${withUnit(interval(scale, row.measures[0]), scale)}`;
}

export function studyCharts(data) {
  const groups = groupsOf(data);
  const shown = groups.slice(0, MOST_GROUPS);
  const more =
    groups.length > shown.length
      ? ` The first ${shown.length} of ${groups.length} combinations; the table has all.`
      : '';
  return {
    note: `${mostSeeds(data) > 1 ? 'Mean and 95% interval, ' : ''}${seedsText(data)}.${more}`,
    charts: data.measures.slice(0, 6).map((measure, index) => dotChart(data, shown, measure, index)),
  };
}

const colourOf = (palette, index) => palette.series[index % palette.series.length];

/** Every value of the last axis is a row; a dot a group, above each other by `offset`. */
function dotChart(data, groups, measure, index) {
  const names = groups[0].rows.map((row) => oneLine(innerText(data, row), 60));
  const scale = scaleOf(data, index);
  const inner = oneLine(innerName(data), 60);
  const hasTarget = index === 0 && data.target !== null;
  const summaryOf = ({ name, rows }) =>
    `${name && `${name}: `}${rows.map((row, i) => `${names[i]} ${withUnit(interval(scale, row.measures[index]), scale)}`).join(', ')}`;
  const named = groups.filter(({ name }) => name);
  const place = (group) => (groups.length < 2 ? 0 : (group / (groups.length - 1) - 0.5) * 0.56);
  const margin = (narrow) => rowMargin([inner, ...names], narrow ? 130 : 300);
  return new Chart({
    id: `study-${index}`,
    height: names.length * Math.max(ROW_HEIGHT, 12 * groups.length) + 92,
    summary: `${measure.name}: ${groups.map(summaryOf).join('; ')}.`,
    legend: ({ palette }) =>
      named.map(({ name }, group) => ({ name, colour: colourOf(palette, group), shape: 'round', fixed: true })),
    option: ({ palette, narrow }) => ({
      grid: { left: margin(narrow), right: 30, top: 26, bottom: 50, outerBoundsMode: 'none' },
      yAxis: {
        ...rowAxis(palette, names, { width: margin(narrow) - 12, color: palette.text }),
        name: inner,
        nameLocation: 'start', // of an axis that runs down: above it
        nameGap: 10,
        nameTextStyle: { color: palette.muted, fontSize: 12, align: 'right', padding: [0, 8, 0, 0] },
        splitLine: { show: true, lineStyle: { color: palette.grid } },
      },
      xAxis: namedAxis(palette, titleOf(measure, scale), {
        scale: true,
        ...(measure.is_fraction ? PERCENT_RANGE : {}),
        nameGap: 30,
        axisLabel: { formatter: axisNumber },
      }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: { row, group } }) => {
          const { name, rows } = groups[group];
          return tooltipNode(names[row], [
            [colourOf(palette, group), name || measure.name, withUnit(interval(scale, rows[row].measures[index]), scale)],
          ]);
        },
      },
      series: groups.map((group, number) => ({
        name: group.name,
        type: 'custom',
        color: colourOf(palette, number),
        clip: false,
        encode: { x: [0, 1, 2], y: 3 },
        data: group.rows.flatMap((row, i) =>
          row.measures[index] === null
            ? []
            : [{ value: [...row.measures[index].map((value) => value / scale.scale), i], row: i, group: number }],
        ),
        markLine: hasTarget && number === 0 ? targetLine(palette, data.target / scale.scale) : undefined,
        renderItem: (parameters, api) => intervalDot(parameters, api, place(number), colourOf(palette, number)),
      })),
    }),
  });
}

function targetLine(palette, value) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: palette.alarm, type: [6, 4], width: 1.5 },
    label: { show: false },
    data: [{ xAxis: value }],
  };
}

export function studyTable(data) {
  const scales = data.measures.map((_, i) => scaleOf(data, i));
  const columns = [
    ...data.axes.map(({ name }) => ({ title: oneLine(name, 40) })),
    ...data.measures.map((measure, i) => ({ title: oneLine(titleOf(measure, scales[i]), 60), numeric: true })),
  ];
  const cell = (measure, scale, estimate) =>
    estimate === null ? '–' : element('span', { title: exactly(estimate, measure) }, interval(scale, estimate));
  const rows = data.rows.map((row) => [
    ...data.axes.map((_, axis) => oneLine(valueText(data, row, axis), 80)),
    ...data.measures.map((measure, i) => cell(measure, scales[i], row.measures[i])),
  ]);
  return { nodes: [table('Every case of the study', columns, rows)] };
}

/** Runs and cases without a result, with the reason. */
export function studyFailures(data) {
  if (data.failures.length === 0) return { missing: 'Every run has a result.' };
  const columns = [...data.axes.map(({ name }) => ({ title: oneLine(name, 40) })), { title: 'Seed' }, { title: 'Reason', wide: true }];
  const rows = data.failures.map(({ row, seed, reason }) => [
    ...data.axes.map((_, axis) => oneLine(valueText(data, data.rows[row], axis), 80)),
    seed === null ? 'all' : String(seed),
    oneLine(reason, 300),
  ]);
  return { nodes: [table('Runs without a result', columns, rows)] };
}
