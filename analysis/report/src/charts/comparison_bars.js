// Differences of headline figures as dots with their intervals.
import { Chart } from '../chart.js';
import { oneLine } from '../dom.js';
import { count, significant } from '../format.js';
import { intervalDot, rowAxis, tooltipBox, tooltipNode } from '../plot.js';
import { figureTitle, sideColour, signedPercent } from './comparison.js';

const MOST_ROWS = 40;
const DECADES = [0.001, 0.01, 0.1, 1, 10, 100, 1000];

/** Relative difference with the ends of its interval, or nothing where the first side is 0. */
export function relativeEnds(figure, index) {
  const difference = figure.differences[index];
  if (difference.is_missing || difference.relative === null) return undefined;
  const base =
    difference.difference === 0 ? Math.abs(figure.sides[0].mean) : difference.difference / difference.relative;
  if (!(base > 0)) return [0, 0, 0];
  return [difference.relative, difference.low / base, difference.high / base];
}

/** Even steps, or decades where some differences are far larger than others. */
function scaleOf(values) {
  const sizes = values.map(Math.abs).filter((value) => value > 0);
  const [least, largest] = [Math.min(...sizes), Math.max(...sizes)];
  if (!sizes.length || largest < 30 * least) return { isEven: true, place: (value) => 100 * value };
  return { isEven: false, place: (value) => Math.sign(value) * Math.log10(1 + Math.abs(value) / 0.001) };
}

function axisOf(scale, values) {
  if (scale.isEven) return { axisLabel: { formatter: (value) => `${significant(value)}%` } };
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const ticks = [0, ...DECADES.filter((tick) => tick <= high), ...DECADES.filter((tick) => tick <= -low).map((x) => -x)];
  const places = ticks.map((tick) => [scale.place(tick), tick]).sort(([a], [b]) => a - b);
  const text = (value) => {
    const [, tick] = places.find(([place]) => Math.abs(place - value) < 1e-6) ?? [];
    return tick === undefined ? '' : `${tick < 0 ? '−' : ''}${significant(100 * Math.abs(tick))}%`;
  };
  const customValues = places.map(([place]) => place);
  return { axisLabel: { customValues, formatter: text }, axisTick: { customValues, show: true } };
}

export function comparisonBars(data) {
  const figures = data.figures
    .filter(({ group }) => group === 'headline' || group === 'measures')
    .filter((figure) => figure.differences.some((_, i) => (relativeEnds(figure, i) ?? [0]).some((end) => end !== 0)));
  if (!figures.length) return { missing: 'No headline figure differs.' };
  const shown = figures.slice(0, MOST_ROWS);
  const intervals = data.tests > 0 ? ' with 95% intervals' : '';
  const more = figures.length > shown.length ? ` The first ${shown.length} of ${figures.length}; the table has all.` : '';
  const chart = barChart(data, shown);
  const scale = chart.isEven ? '' : ' Each mark of the axis is ten times the one before.';
  return {
    note: `Differences from ${oneLine(data.sides[0].name, 60)}${intervals}, in percent of it.${scale}${more}`,
    charts: [chart.chart],
  };
}

function barChart(data, figures) {
  const others = data.sides.slice(1);
  const ends = others.map((_, side) => figures.map((figure) => relativeEnds(figure, side)));
  const all = ends.flat().filter(Boolean).flat();
  const scale = scaleOf(ends.flat().filter(Boolean).map(([value]) => value));
  const names = figures.map(({ name }) => oneLine(figureTitle(name), 60));
  const offset = (side) => (others.length < 2 ? 0 : (side / (others.length - 1) - 0.5) * 0.56);
  const spoken = figures.map(({ name }, row) =>
    others.map(({ name: side }, i) => `${figureTitle(name)} of ${side} ${signedPercent(ends[i][row]?.[0])}`).join(', '),
  );
  const chart = new Chart({
    id: 'differences',
    height: names.length * Math.max(26, 12 * others.length) + 60,
    summary: `Relative differences: ${spoken.slice(0, 12).join('; ')}.`,
    legend: ({ palette }) =>
      others.map(({ name }, side) => ({ name, colour: sideColour(palette, side + 1), shape: 'round', fixed: true })),
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 130 : 260, right: 34, top: 8, bottom: 34, outerBoundsMode: 'none' },
      yAxis: {
        ...rowAxis(palette, names, { width: narrow ? 120 : 248, color: palette.text }),
        splitLine: { show: true, lineStyle: { color: palette.grid } },
      },
      xAxis: { ...valueScale(palette), ...withLabels(palette, axisOf(scale, all)) },
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: { row, side } }) => {
          const [value, low, high] = ends[side][row];
          const text = low < high ? `${signedPercent(value)} (${signedPercent(low)} to ${signedPercent(high)})` : signedPercent(value);
          const p = figures[row].differences[side].adjusted_p;
          return tooltipNode(
            names[row],
            [[sideColour(palette, side + 1), others[side].name, text]],
            p === null || p === undefined ? undefined : `p ${p < 0.001 ? 'under 0.001' : significant(p)} after Holm over ${count(data.tests)} tests`,
          );
        },
      },
      series: others.map(({ name }, side) => ({
        name,
        type: 'custom',
        color: sideColour(palette, side + 1),
        clip: false,
        encode: { x: [0, 1, 2], y: 3 },
        data: ends[side].flatMap((values, row) =>
          values ? [{ value: [...values.map(scale.place), row], row, side }] : [],
        ),
        markLine: side === 0 ? zeroLine(palette) : undefined,
        renderItem: (parameters, api) => intervalDot(parameters, api, offset(side), sideColour(palette, side + 1)),
      })),
    }),
  });
  return { chart, isEven: scale.isEven };
}

const valueScale = (palette) => ({
  type: 'value',
  scale: true,
  boundaryGap: ['4%', '4%'],
  splitLine: { lineStyle: { color: palette.grid } },
});

const withLabels = (palette, axis) => ({
  ...axis,
  axisLabel: { color: palette.muted, fontSize: 12, hideOverlap: true, ...axis.axisLabel },
});

const zeroLine = (palette) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: palette.muted, type: 'solid', width: 1 },
  label: { show: false },
  data: [{ xAxis: 0 }],
});
