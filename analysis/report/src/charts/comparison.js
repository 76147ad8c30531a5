// The page of `gigapod compare`: buckets, series over each other, scenarios, and every figure as a number.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { axisNumber, bigNumber, count, duration, energy, percent, significant, watts, withPrefix } from '../format.js';
import { BUCKETS } from '../palette.js';
import { linesOption, namedAxis, rowAxis, tooltipBox, tooltipNode, valueAxis } from '../plot.js';

const SHARES = ['utilization', 'goodput', 'training_mfu', 'ettr', 'mfu', 'hfu', 'progress', 'battery_charge_at_end'];
const MOST_ROWS = 400;

export const sideColour = (palette, side) => palette.series[side % palette.series.length];

export const signedPercent = (value) =>
  value === undefined || value === null
    ? 'none'
    : `${value > 0 ? '+' : value < 0 ? '−' : ''}${significant(100 * Math.abs(value))}%`;

/** energy_cost_dollars -> "energy cost, dollars", training_mfu -> "training MFU"; names of jobs and cases stay as they are. */
export const figureTitle = (name) =>
  /^[a-z0-9_]+$/.test(name)
    ? name
        .replace(/_(dollars|joules|seconds|watts)$/, ', $1')
        .replaceAll('_', ' ')
        .replace(/\b(mfu|hfu|ettr|ttft|tpot|pue)\b/g, (word) => word.toUpperCase())
    : name;

const lastPart = (name) => name.split(' [')[0].split('.').at(-1);
const isShare = (name) => {
  const last = lastPart(name);
  return SHARES.includes(last) || last.endsWith('_fraction') || name.startsWith('share.');
};

/** A value of a figure by what its name says of its unit. */
function valueText(name, value) {
  const last = lastPart(name);
  if (isShare(name)) return percent(value, 2);
  if (last.includes('chip_seconds')) return `${bigNumber(value / 3600)} chip-h`;
  if (last.endsWith('_joules') || last.startsWith('joules_')) return energy(value);
  if (last.endsWith('_watts')) return watts(value);
  if (last.endsWith('_seconds')) return duration(value);
  if (last.endsWith('_dollars')) return `$${bigNumber(value)}`;
  return bigNumber(value);
}

function sideText(name, side) {
  if (!side) return 'none';
  const mean = valueText(name, side.mean);
  return side.high > side.low ? `${mean} ± ${valueText(name, (side.high - side.low) / 2)}` : mean;
}

export function comparisonOverview(data) {
  const differing = data.figures.filter(({ differences }) => differences.some((d) => d.is_missing || d.difference !== 0));
  const sure = data.figures.filter(({ differences }) => differences.some((d) => d.is_significant));
  const outside = data.figures.filter(({ differences }) => differences.some((d) => d.is_outside));
  const judged =
    data.tests > 0
      ? `${count(sure.length)} of them beyond chance (p under 0.05 after Holm over ${count(data.tests)} tests)`
      : 'one run a side, so nothing says what of a difference is chance';
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, data.sides.map(({ name }) => oneLine(name, 60)).join(' and ')),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${count(differing.length)} of ${count(data.figures.length)} figures differ`),
      element('span', { class: 'muted' }, judged),
    ),
    outside.length
      ? element(
          'div',
          { class: 'constraint' },
          element('div', { class: 'constraint-label' }, 'Outside tolerance'),
          element('p', {}, oneLine(outside.map(({ name }) => figureTitle(name)).join(', '), 400)),
        )
      : null,
    element('div', { class: 'card' }, table(
      'What is compared',
      [{ title: 'Side' }, { title: 'Scenario' }, { title: 'Seeds', numeric: true }],
      data.sides.map(({ name, scenario, seeds }) => [
        oneLine(name, 60),
        oneLine(scenario, 60),
        seeds.length === 1 ? `${seeds[0]}` : `${count(seeds.length)} from ${seeds[0]} to ${seeds.at(-1)}`,
      ]),
    )),
  );
}

const ENERGY = [
  ['useful_compute', 'Useful compute', 'busy_useful'],
  ['communication_wait', 'Waiting for communication', 'communication_exposed'],
  ['idle', 'Idle', 'idle_free'],
  ['overhead', 'Overhead', 'recompute'],
  ['cooling', 'Cooling', 'checkpoint'],
  ['conversion_loss', 'Conversion loss', 'restart_lost'],
  ['battery_loss', 'Battery loss', 'down'],
  ['curtailed', 'Curtailed', 'power_capped'],
];

export function comparisonBuckets(data) {
  const chips = BUCKETS.map(([bucket, title]) => [`chip_seconds_${bucket}`, title, bucket]);
  const joules = ENERGY.map(([bucket, title, colour]) => [`energy_${bucket}_joules`, title, colour]);
  const charts = [
    shareChart(data, 'chip-buckets', '% of chip-seconds', chips),
    shareChart(data, 'energy-buckets', '% of energy at the meter', joules),
  ].filter(Boolean);
  return charts.length
    ? { note: 'Where the chip-seconds and the energy of each side went, of its own total.', charts }
    : { missing: 'A study has its measures only.' };
}

/** A bar for each side, cut into buckets: [[figure, title, colour]]. */
function shareChart(data, id, axis, buckets) {
  const byName = new Map(data.figures.map((figure) => [figure.name, figure]));
  const valueOf = (figure, side) => byName.get(figure)?.sides[side]?.mean ?? 0;
  const totals = data.sides.map((_, side) => buckets.reduce((sum, [figure]) => sum + valueOf(figure, side), 0));
  if (!totals.some((total) => total > 0)) return null;
  const used = buckets.filter(([figure]) => data.sides.some((_, side) => valueOf(figure, side) > 0));
  const share = (figure, side) => (totals[side] > 0 ? valueOf(figure, side) / totals[side] : 0);
  const names = data.sides.map(({ name }) => oneLine(name, 40));
  const spoken = used.map(([figure, title]) => `${title} ${names.map((_, i) => percent(share(figure, i))).join(' and ')}`);
  return new Chart({
    id,
    height: 54 + 40 * names.length,
    summary: `Shares: ${spoken.join('; ')}.`,
    legend: ({ palette }) => used.map(([, name, colour]) => ({ name, colour: palette.bucket[colour], fixed: true })),
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 110 : 200, right: 24, top: 4, bottom: 44, outerBoundsMode: 'none' },
      yAxis: rowAxis(palette, names, { width: narrow ? 100 : 188, color: palette.text }),
      xAxis: namedAxis(palette, axis, { max: 100 }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        formatter: ([{ dataIndex }]) =>
          tooltipNode(
            names[dataIndex],
            used.map(([figure, title, colour]) => [
              palette.bucket[colour],
              title,
              `${percent(share(figure, dataIndex), 2)}, ${valueText(figure, valueOf(figure, dataIndex))}`,
            ]),
          ),
      },
      series: used.map(([figure, title, colour]) => ({
        name: title,
        type: 'bar',
        stack: 'all',
        barWidth: 20,
        color: palette.bucket[colour],
        emphasis: { disabled: true },
        data: names.map((_, side) => 100 * share(figure, side)),
      })),
    }),
  });
}

const OVERLAYS = {
  site_power_watts: ['Site power', 'MW', 1e6],
  import_watts: ['Power from the grid', 'MW', 1e6],
  battery_charge: ['Battery charge', '%', 0.01],
  queue_jobs: ['Jobs that wait', 'jobs', 1],
  queue_chips: ['Chips that waiting jobs ask for', 'chips', 1],
  repair_queue: ['Repairs that wait for a crew', 'repairs', 1],
  chips_busy_useful: ['Chips in useful work', 'chips', 1],
  chips_down: ['Chips failed or in repair', 'chips', 1],
  chips_power_capped: ['Chips slowed or paused for power', 'chips', 1],
  chips_idle_free: ['Chips without demand', 'chips', 1],
};

export function comparisonOverlays(data) {
  if (!data.overlays.length) return { missing: 'There are no series to lay over each other.' };
  const changing = data.overlays.filter(({ series }) => series.some((one) => one?.value.some(Boolean)));
  const seeds = data.sides.map(({ name, seeds: all }) => `${oneLine(name, 40)} with seed ${all[0]}`);
  return {
    note: `One run of each side: ${seeds.join(', ')}.`,
    charts: changing.map((overlay) => overlayChart(data, overlay)),
  };
}

function overlayChart(data, { metric, series }) {
  const [title, unit, scale] = OVERLAYS[metric];
  const format = (value) => (unit === 'MW' ? watts(value) : unit === '%' ? percent(value) : withPrefix(value, ''));
  const linesOf = (palette) =>
    series.flatMap((one, side) =>
      one
        ? [
            {
              name: data.sides[side].name,
              colour: sideColour(palette, side),
              series: one,
              format,
              style: { opacity: 0.85 },
            },
          ]
        : [],
    );
  return new Chart({
    id: `overlay-${metric}`,
    height: 250,
    zoom: data.zoom,
    summary: `${title} over simulated time, a line for each side.`,
    legend: ({ palette }) => linesOf(palette).map(({ name, colour }) => ({ name, colour })),
    option: (view) =>
      linesOption(
        view,
        linesOf(view.palette),
        valueAxis(view.palette, `${title}, ${unit}`, { axisLabel: { formatter: axisNumber }, min: 0 }),
        1 / scale,
      ),
  });
}

function figureTable(data, caption, figures) {
  const columns = [{ title: 'Figure' }];
  data.sides.forEach(({ name }, side) => {
    columns.push({ title: oneLine(name, 40), numeric: true });
    if (side > 0) columns.push({ title: 'Difference', numeric: true });
    if (side > 0 && data.tests > 0) columns.push({ title: 'p (Holm)', numeric: true });
  });
  const rows = figures.slice(0, MOST_ROWS).map((figure) => {
    const cells = [oneLine(figureTitle(figure.name), 100)];
    figure.sides.forEach((side, index) => {
      cells.push(sideText(figure.name, side));
      if (index === 0) return;
      const difference = figure.differences[index - 1];
      cells.push(differenceCell(difference));
      if (data.tests > 0) cells.push(pText(difference));
    });
    return cells;
  });
  return table(caption, columns, rows);
}

function differenceCell(difference) {
  const text = difference.is_missing ? 'missing' : difference.difference === 0 ? '=' : signedPercent(difference.relative);
  return difference.is_outside ? element('span', { class: 'alarm' }, `${text} outside`) : text;
}

function pText({ adjusted_p: p, is_significant: isSure }) {
  if (p === undefined || p === null) return '–';
  return `${p < 0.001 ? '<0.001' : p.toFixed(3)}${isSure ? ' *' : ''}`;
}

const differs = ({ differences }) => differences.some((d) => d.is_missing || d.difference !== 0);

/** A card with the figures of some groups. */
export const comparisonTable = (title, groups, isWhole) => (data) => {
  const all = data.figures.filter(({ group }) => groups.includes(group));
  const shown = isWhole ? all : all.filter(differs);
  if (!shown.length) return { missing: all.length ? 'All are the same.' : 'There are none.' };
  const rest = all.length - Math.min(shown.length, MOST_ROWS);
  return {
    note: rest > 0 ? `${count(rest)} more are the same or beyond the first ${MOST_ROWS}; compare.csv has all.` : undefined,
    nodes: [figureTable(data, title, shown)],
  };
};

export function comparisonScenario(data) {
  if (!data.scenario_differences.length) return { missing: 'They are the same but for the seed.' };
  return {
    note: 'Keys of the resolved scenarios with every default, the seed aside.',
    nodes: [
      table(
        'Scenario keys that differ',
        [{ title: 'Key' }, ...data.sides.map(({ name }) => ({ title: oneLine(name, 40), wide: true }))],
        data.scenario_differences.map(({ key, values }) => [
          oneLine(key, 120),
          ...values.map((value) => (value === null ? '–' : oneLine(value, 120))),
        ]),
      ),
    ],
  };
}
