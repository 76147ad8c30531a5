// What halving and doubling things does to the end of a scaling curve: a tornado.
import { Chart } from '../chart.js';
import { element, oneLine } from '../dom.js';
import { axisNumber } from '../format.js';
import { rowAxis, tooltipBox, tooltipNode } from '../plot.js';
import { about } from './scaling_words.js';

const place = ({ chips, is_beyond: isBeyond }) => `${isBeyond ? 'beyond ' : ''}${about(chips)} chips`;
const SIDES = [
  ['halved', 'Half of it', 5],
  ['doubled', 'Twice of it', 0],
];

export function scalingSensitivities(data) {
  if (data.sensitivities.length === 0) return { missing: 'Not asked for, or no curve ends anywhere.' };
  const curves = data.curves.filter(({ name }) => data.sensitivities.some(({ curve }) => curve === name));
  const sentences = data.sensitivities.flatMap((sensitivity) => sensitivity.sentences).slice(0, 12);
  return {
    note: 'Chips at which the curve ends with half and with twice of each thing, held against what a chip brings now.',
    charts: curves.map((curve) => tornado(curve, data.sensitivities.filter(({ curve: name }) => name === curve.name))),
    nodes: [element('ul', { class: 'note' }, sentences.map((text) => element('li', {}, oneLine(text, 200))))],
  };
}

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
  return {
    type: 'log',
    min: Math.min(...ends) / 1.25,
    max: Math.max(...ends) * 1.25,
    name: 'chips',
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { lineStyle: { color: palette.line } },
    minorTick: { show: true },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: { color: palette.muted, formatter: axisNumber, showMinLabel: false, showMaxLabel: false },
  };
}

const baseLine = (palette, base) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: palette.text, width: 1.5, type: 'solid' },
  label: { position: 'end', color: palette.text, fontSize: 12, formatter: () => `now ${place(base)}` },
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
