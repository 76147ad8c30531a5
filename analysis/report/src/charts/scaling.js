// The page of `gigapod scale`: one job grown over machine sizes, weak, strong and by the best plan.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { axisNumber, bigNumber, count, duration, percent, significant, watts } from '../format.js';
import { tooltipBox, tooltipNode, valueAxis } from '../plot.js';
import {
  GRID,
  SHARES,
  about,
  feasible,
  firstLimited,
  intervalText,
  limitWord,
  share,
  shareColour,
  sideName,
  simulated,
  slicesText,
  title,
} from './scaling_words.js';
import { scalingTokens } from './scaling_curves.js';

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
        `scenario ${oneLine(data.scenario, 80)} · envelope ${watts(data.grid_power_watts)}, ${about(data.envelope_chips)} chips · PUE ${significant(data.pue)}`,
      ),
      data.critical_batch_tokens > 0 &&
        element(
          'span',
          { class: 'muted' },
          `critical batch ${bigNumber(data.critical_batch_tokens)} tokens, ${oneLine(data.critical_batch_source, 120)}`,
        ),
    ),
    data.curves.map((curve) =>
      element(
        'div',
        { class: 'constraint' },
        element('div', { class: 'constraint-label' }, `${title(curve)} (${oneLine(curve.rule, 80)})`),
        curve.end && element('p', {}, endText(curve)),
        element('p', {}, firstLimit(curve)),
      ),
    ),
    data.notes.map((note) => element('p', { class: 'note' }, `Note: ${oneLine(note, 300)}`)),
    data.warnings.map((warning) => element('p', { class: 'note' }, `Warning: ${oneLine(warning, 300)}`)),
  );
}

/** Of a run: how far its largest training job would scale. */
export function jobScaling(data) {
  const study = data.scaling;
  if (!study) return { missing: 'No job trains.' };
  if (study.curves.every((curve) => feasible(curve).length === 0)) return { missing: 'No size of the job runs.' };
  const { note, charts } = scalingTokens(study);
  const sentences = study.curves.flatMap((curve) =>
    [curve.end && endText(curve), firstLimit(curve)].filter(Boolean).map((text) => `${title(curve)}. ${text}`),
  );
  return {
    note: `${oneLine(study.job, 60)}, ${oneLine(study.model, 60)} on ${oneLine(study.pod_type, 60)}, alone on a machine of each size. ${note} Best plans, seeds and sensitivities: gigapod scale.`,
    charts,
    nodes: [element('ul', { class: 'note' }, sentences.map((text) => element('li', {}, text)))],
  };
}

function endText({ end }) {
  const loss = SHARES[end.largest_loss] ?? oneLine(end.largest_loss, 40);
  const where = end.is_beyond
    ? `Ends beyond ${about(end.chips)} chips: a further one still brings over half of the best.`
    : `Ends at ${about(end.chips)} chips, ${limitWord(end)}: ${oneLine(end.limit_reason, 400)}.`;
  return `${where} At ${count(end.largest_loss_at_chips)} chips ${percent(end.largest_loss_chip_seconds_fraction)} of the chip-seconds go to ${/^[A-Z][a-z]/.test(loss) ? loss.toLowerCase() : loss}.`;
}

function firstLimit(curve) {
  const point = firstLimited(curve);
  if (!point) return `No limit met up to ${count(Math.max(...curve.points.map(({ chips }) => chips)))} chips.`;
  return `First limit at ${count(point.chips || point.requested_chips)} chips, ${limitWord(point)}: ${oneLine(point.limit_reason || point.fault, 300)}.`;
}

export function scalingSteps(data) {
  const charts = data.curves.filter((curve) => feasible(curve).length > 0).map((curve) => splitChart(curve));
  return charts.length
    ? { note: 'Share of all chip-seconds; communication only where nothing hides it.', charts }
    : { missing: 'No size of any curve runs.' };
}

function splitChart(curve) {
  const points = feasible(curve);
  const shares = Object.keys(SHARES).filter((name) => points.some((point) => share(point, name) > 0));
  return new Chart({
    id: `split-${curve.name}`,
    height: 330,
    summary: `Chip-seconds by cause over chips, ${curve.name} curve.`,
    legend: ({ palette }) => [
      { name: title(curve), colour: 'transparent', shape: 'none', fixed: true },
      ...shares.map((name) => ({ name: SHARES[name], colour: shareColour(palette, name), fixed: true })),
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
      yAxis: { ...valueAxis(palette, ''), max: 100, name: '% of chip-seconds', ...sideName(palette) },
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'axis',
        axisPointer: { type: 'none' },
        formatter: ([{ dataIndex }]) => {
          const point = points[dataIndex];
          return tooltipNode(
            `${count(point.chips)} chips`,
            shares.map((name) => [
              shareColour(palette, name),
              SHARES[name],
              percent(share(point, name)),
            ]),
            `one step ${duration(point.step_seconds)}`,
          );
        },
      },
      series: shares.map((name) => ({
        name: SHARES[name],
        type: 'bar',
        stack: 'split',
        barCategoryGap: '24%',
        color: shareColour(palette, name),
        emphasis: { disabled: true },
        data: points.map((point) => 100 * share(point, name)),
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
    { title: 'Useful tokens/s', numeric: true },
    { title: 'Goodput', numeric: true },
    { title: 'Simulated', numeric: true, wraps: true },
    { title: 'Power', numeric: true },
    { title: 'Limit, and why', wide: true },
  ];
  return table(`Every size of the ${curve.name} curve`, columns, curve.points.map(pointRow));
}

function pointRow(point) {
  if (!point.is_feasible) {
    return [count(point.requested_chips), ...Array(9).fill('–'), `${limitWord(point)}: ${oneLine(point.fault, 240)}`];
  }
  return [
    count(point.chips),
    slicesText(point),
    `${oneLine(point.layout, 120)}; remat ${oneLine(point.remat, 60)}`,
    count(point.global_batch_sequences),
    duration(point.step_seconds),
    percent(point.mfu_fraction),
    bigNumber(point.useful_tokens_per_second),
    percent(point.goodput_fraction),
    simulated(point) ? intervalText(simulated(point)) : '–',
    watts(point.power_watts),
    point.limit === 'none' ? '–' : `${limitWord(point)}: ${oneLine(point.limit_reason, 240)}`,
  ];
}
