// The page of `gigapod study`: variants of a scenario, each with many seeds, as dots with their intervals.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { axisNumber, count, percent, significant } from '../format.js';
import { intervalDot, rowAxis, tooltipBox, tooltipNode } from '../plot.js';

const MOST_GROUPS = 8;
const ROW_HEIGHT = 34;
const PERCENT_RANGE = {
  min: ({ min }) => Math.max(0, Math.floor(min - 1)),
  max: ({ max }) => Math.min(100, Math.ceil(max)),
};

const last = (list) => list[list.length - 1];
const format = (measure, value) => (measure.is_fraction ? percent(value, 2) : significant(value, 4));
const interval = (measure, [mean, low, high]) =>
  high > low ? `${format(measure, mean)} (${format(measure, low)} to ${format(measure, high)})` : format(measure, mean);
const valueText = (data, row, axis) => data.axes[axis].values[row.values[axis]];

/** Rows that differ only on the last axis, with the text of the others. */
function groupsOf(data) {
  const size = last(data.axes).values.length;
  const groups = [];
  for (let start = 0; start < data.rows.length; start += size) {
    const rows = data.rows.slice(start, start + size);
    const name = data.axes.slice(0, -1).map((axis, index) => `${axis.name} ${valueText(data, rows[0], index)}`);
    groups.push({ name: oneLine(name.join(', ') || data.measures[0].name, 60), rows });
  }
  return groups;
}

export function studyOverview(data) {
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, oneLine(data.description || data.scenario, 160)),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${count(data.rows.length)} cases, ${count(data.seeds)} seeds each`),
      element('span', { class: 'muted' }, `scenario ${oneLine(data.scenario, 80)} · mean with its 95% interval`),
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
  const row = data.rows[start];
  const where = data.axes.slice(0, -1).map((axis, index) => `${axis.name} ${valueText(data, row, index)}`);
  const [measure] = data.measures;
  const target = measure.is_fraction ? `${significant(100 * data.target)}%` : significant(data.target);
  return oneLine(`${where.join(', ') || 'Target'}: ${measure.name} of ${target}`, 120);
}

function targetText(data, { first }) {
  const axis = data.axes.length - 1;
  if (first === null) return `Not reached with any ${oneLine(data.axes[axis].name, 60)}.`;
  const row = data.rows[first];
  return `First with ${oneLine(valueText(data, row, axis), 120)}: ${interval(data.measures[0], row.measures[0])}`;
}

export function studyCharts(data) {
  const groups = groupsOf(data);
  const shown = groups.slice(0, MOST_GROUPS);
  const more =
    groups.length > shown.length
      ? ` The first ${shown.length} of ${groups.length} combinations; the table has all.`
      : '';
  return {
    note: `Mean and 95% interval over ${count(data.seeds)} seeds.${more}`,
    charts: data.measures.slice(0, 6).map((measure, index) => dotChart(data, shown, measure, index)),
  };
}

const colourOf = (palette, index) => palette.series[index % palette.series.length];

/** Every value of the last axis is a row; a dot a group, above each other by `offset`. */
function dotChart(data, groups, measure, index) {
  const axis = last(data.axes);
  const names = axis.values.map((value) => oneLine(value, 60));
  const scale = measure.is_fraction ? 100 : 1;
  const hasTarget = index === 0 && data.target !== null;
  const summaryOf = ({ name, rows }) =>
    `${name}: ${rows.map((row, i) => `${names[i]} ${format(measure, row.measures[index][0])}`).join(', ')}`;
  const place = (group) => (groups.length < 2 ? 0 : (group / (groups.length - 1) - 0.5) * 0.56);
  return new Chart({
    id: `study-${index}`,
    height: names.length * Math.max(ROW_HEIGHT, 12 * groups.length) + 76,
    summary: `${measure.name}: ${groups.map(summaryOf).join('; ')}.`,
    legend: ({ palette }) =>
      groups.map(({ name }, group) => ({ name, colour: colourOf(palette, group), shape: 'round', fixed: true })),
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 130 : 300, right: 30, top: 10, bottom: 50, outerBoundsMode: 'none' },
      yAxis: {
        ...rowAxis(palette, names, { width: narrow ? 120 : 288, color: palette.text }),
        splitLine: { show: true, lineStyle: { color: palette.grid } },
      },
      xAxis: {
        type: 'value',
        scale: true,
        ...(measure.is_fraction ? PERCENT_RANGE : {}),
        name: measure.is_fraction ? `${measure.name}, %` : measure.name,
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        axisLabel: { color: palette.muted, formatter: axisNumber },
        splitLine: { lineStyle: { color: palette.grid } },
      },
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: { row, group } }) => {
          const { name, rows } = groups[group];
          return tooltipNode(names[row], [
            [colourOf(palette, group), name, interval(measure, rows[row].measures[index])],
          ]);
        },
      },
      series: groups.map((group, number) => ({
        name: group.name,
        type: 'custom',
        color: colourOf(palette, number),
        clip: true,
        encode: { x: [0, 1, 2], y: 3 },
        data: group.rows.map((row, i) => ({
          value: [...row.measures[index].map((value) => value * scale), i],
          row: i,
          group: number,
        })),
        markLine: hasTarget && number === 0 ? targetLine(palette, data.target * scale) : undefined,
        renderItem: (_, api) => intervalDot(api, place(number), colourOf(palette, number)),
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
  const columns = [
    ...data.axes.map(({ name }) => ({ title: oneLine(name, 40) })),
    ...data.measures.map(({ name }) => ({ title: oneLine(name, 40), numeric: true })),
  ];
  const rows = data.rows.map((row) => [
    ...data.axes.map((_, axis) => oneLine(valueText(data, row, axis), 80)),
    ...data.measures.map((measure, i) => interval(measure, row.measures[i])),
  ]);
  return { nodes: [table('Every case of the study', columns, rows)] };
}
