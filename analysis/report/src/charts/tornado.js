// What halving and doubling things does to the end of a scaling curve: a tornado.
import { Chart } from '../chart.js';
import { element, oneLine } from '../dom.js';
import { axisNumber, count } from '../format.js';
import { rowAxis, tooltipBox, tooltipNode } from '../plot.js';
import { about } from './scaling_words.js';

const place = ({ chips, is_beyond: isBeyond }) => `${isBeyond ? 'beyond ' : ''}${about(chips)} chips`;
const SHOWN_EFFECT = 1.01; // the end moves by a hundredth, as in the terminal
const SIDES = [
  ['halved', 'Half of it', 5],
  ['doubled', 'Twice of it', 0],
];

export function scalingSensitivities(data) {
  if (data.sensitivities.length === 0) return { missing: 'Not asked for, or no curve ends anywhere.' };
  const shown = data.sensitivities.map(withEnds).filter(moves);
  if (shown.length === 0) return { missing: 'Nothing halved or doubled moves an end by a hundredth.' };
  const curves = data.curves.filter(({ name }) => shown.some(({ curve }) => curve === name));
  const sentences = shown.flatMap((sensitivity) => sensitivity.sentences);
  const rest = shown.length < data.sensitivities.length ? ' What is not listed moves it by less than a hundredth.' : '';
  return {
    note: 'Chips at which the curve ends with half and with twice of each thing, held against what a chip brings now.' + rest,
    charts: curves.map((curve) => tornado(curve, shown.filter(({ curve: name }) => name === curve.name))),
    nodes: [
      element(
        'details',
        { class: 'note' },
        element('summary', {}, `The same in ${count(sentences.length)} sentences`),
        element('ul', {}, sentences.map((text) => element('li', {}, oneLine(text, 200)))),
      ),
    ],
  };
}

/** The three ends of a row, each as {chips, is_beyond}. */
const withEnds = (row) => ({
  ...row,
  base: { chips: row.end_chips, is_beyond: row.is_end_beyond },
  halved: { chips: row.halved_end_chips, is_beyond: row.is_halved_end_beyond },
  doubled: { chips: row.doubled_end_chips, is_beyond: row.is_doubled_end_beyond },
});

const moves = ({ base, halved, doubled }) =>
  [halved, doubled].some(({ chips, is_beyond: isBeyond }) =>
    isBeyond !== base.is_beyond || Math.max(chips / base.chips, base.chips / chips) >= SHOWN_EFFECT);

function tornado(curve, rows) {
  const names = rows.map(({ what }) => oneLine(what, 40));
  const [{ base }] = rows;
  return new Chart({
    id: `tornado-${curve.name}`,
    height: 96 + 26 * rows.length,
    summary: `End of the ${curve.name} curve: ${rows
      .map(({ what, halved, doubled }) => `${what} halved ${place(halved)}, doubled ${place(doubled)}`)
      .join('; ')}.`,
    legend: ({ palette }) => [
      { name: `End of the ${curve.name} curve`, colour: 'transparent', shape: 'none', fixed: true },
      ...SIDES.map(([, name, colour]) => ({ name, colour: palette.series[colour], fixed: true })),
    ],
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 120 : 220, right: 34, top: 26, bottom: 50, outerBoundsMode: 'none' },
      yAxis: rowAxis(palette, names, { width: narrow ? 110 : 208, color: palette.text }),
      xAxis: chipScale(palette, rows, base.chips),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ dataIndex }) => rowTip(palette, rows[dataIndex]),
      },
      series: SIDES.map(([side, name, colour], index) => ({
        name,
        type: 'custom',
        color: palette.series[colour],
        encode: { x: [0, 1], y: 2 },
        data: rows.map((row, at) => [base.chips, row[side].chips, at]),
        markLine: index === 0 ? baseLine(palette, base) : undefined,
        renderItem: (_, api) => bar(api, index, palette.series[colour]),
      })),
    }),
  });
}

/** A bar from the end as it is to the end with half or twice, the two of a row on top of each other where they part. */
function bar(api, index, colour) {
  const row = api.value(2);
  const [from, middle] = api.coord([api.value(0), row]);
  const [to] = api.coord([api.value(1), row]);
  const height = api.size([0, 1])[1] * 0.32;
  return {
    type: 'rect',
    shape: { x: Math.min(from, to), y: middle + (index - 1) * height, width: Math.abs(to - from), height },
    style: { fill: colour },
  };
}

function chipScale(palette, rows, base) {
  const ends = rows.flatMap(({ halved, doubled }) => [halved.chips, doubled.chips, base]).filter((chips) => chips > 0);
  const [min, max] = [Math.min(...ends) / 1.25, Math.max(...ends) * 1.25];
  const customValues = logTicks(min, max);
  return {
    type: 'log',
    min,
    max,
    name: 'chips',
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { customValues },
    splitLine: { customValues, lineStyle: { color: palette.grid } },
    axisLabel: { customValues, color: palette.muted, formatter: axisNumber, hideOverlap: true },
  };
}

/** Round values between `min` and `max`, at most nine: the coarsest of a few series that has three. */
function logTicks(min, max) {
  const decades = Array.from({ length: 20 }, (_, i) => 10 ** i);
  const series = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]].map((steps) =>
    decades.flatMap((decade) => steps.map((step) => step * decade)).filter((value) => value >= min && value <= max),
  );
  return series.find((ticks) => ticks.length >= 3) ?? series.at(-1);
}

const baseLine = (palette, base) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: palette.text, width: 1.5, type: 'solid' },
  label: { position: 'start', color: palette.text, fontSize: 12, formatter: () => `now ${place(base)}` },
  data: [{ xAxis: base.chips }],
});

function rowTip(palette, row) {
  return tooltipNode(
    oneLine(row.what, 60),
    [
      [palette.text, 'As it is', place(row.base)],
      ...SIDES.map(([side, name, colour]) => [palette.series[colour], name, place(row[side])]),
    ],
  );
}
