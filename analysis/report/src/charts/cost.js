// The page of `gigapod cost`: one job on several kinds of chips, owned and rented.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { bigNumber, count, duration, energy, percent, significant } from '../format.js';
import { intervalDot, namedAxis, rowAxis, tooltipBox, tooltipNode } from '../plot.js';

/** Where no kind has one. */
export const NO_CAPITAL = 'No capital of these chips is known: give one with --capital.';
const PARTS = { equipment: 'Equipment', facility: 'Facility', upkeep: 'Upkeep', energy: 'Energy' };
const partColour = (palette, part) => palette.series[Object.keys(PARTS).indexOf(part)];
export const dollars = (value) => (value === null ? '–' : `$${significant(value)}`);
export const spread = (kind, name, format) => {
  const [low, middle, high] = ['p5', 'p50', 'p95'].map((quantile) => kind[`${name}_${quantile}`]);
  return middle === null ? '–' : `${format(middle)} (${format(low)} to ${format(high)})`;
};
export const owned = (data) => data.kinds.filter((kind) => kind.owned_dollars_per_chip_hour_p50 !== null);
/** The kind with the least median; undefined of none. */
export const least = ([first, ...others], name) =>
  others.reduce((best, kind) => (kind[`${name}_p50`] < best[`${name}_p50`] ? kind : best), first);
export const nameOf = (kind) => oneLine(kind.chip, 40);

export function costOverview(data) {
  const cheapest = least(owned(data), 'owned_dollars_per_million_tokens');
  const answer = cheapest
    ? `Owned, ${nameOf(cheapest)} trains a million tokens for ${spread(cheapest, 'owned_dollars_per_million_tokens', dollars)}.`
    : 'No capital of these chips is known; rented prices are in the table.';
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, `What it costs to train ${oneLine(data.model, 60)}`),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${bigNumber(data.tokens)} tokens within ${duration(data.deadline_seconds)}`),
      element('span', { class: 'muted' }, `${count(data.kinds.length)} kinds of chips · intervals are 5 to 95%`),
    ),
    element('div', { class: 'constraint' }, element('div', { class: 'constraint-label' }, 'Least dollars'), element('p', {}, answer)),
  );
}

const fromZero = (palette, name) =>
  namedAxis(palette, name, { min: 0, axisLabel: { hideOverlap: true, formatter: (value) => significant(value) } });
const grid = (narrow) => ({ left: narrow ? 70 : 120, right: 30, top: 8, bottom: 46, outerBoundsMode: 'none' });

/** A number of every kind as a dot with its interval; `foot` says more in a tooltip. */
export function intervals({ id, kinds, name, axis, format, foot = () => undefined }) {
  const names = kinds.map(nameOf);
  return new Chart({
    id,
    height: 66 + 44 * kinds.length,
    summary: `${axis}: ${kinds.map((kind) => `${nameOf(kind)} ${spread(kind, name, format)}`).join('; ')}.`,
    legend: () => [],
    option: ({ palette, narrow }) => ({
      grid: grid(narrow),
      yAxis: rowAxis(palette, names, { width: narrow ? 60 : 108, color: palette.text }),
      xAxis: fromZero(palette, axis),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ dataIndex }) =>
          tooltipNode(names[dataIndex], [[palette.series[0], axis, spread(kinds[dataIndex], name, format)]], foot(kinds[dataIndex])),
      },
      series: [
        {
          type: 'custom',
          encode: { x: [0, 1, 2], y: 3 },
          data: kinds.map((kind, row) => ['p50', 'p5', 'p95'].map((quantile) => kind[`${name}_${quantile}`]).concat(row)),
          renderItem: (parameters, api) => intervalDot(parameters, api, 0, palette.series[0]),
        },
      ],
    }),
  });
}

export function costOfTokens(data) {
  const kinds = owned(data);
  if (kinds.length === 0) return { missing: NO_CAPITAL };
  return {
    note: 'On owned chips. What the kinds share – interest, lives, prices of power – moves them together.',
    charts: [intervals({ id: 'cost-tokens', kinds, name: 'owned_dollars_per_million_tokens', axis: 'dollars a million tokens', format: dollars })],
  };
}

export function costOfEnergy(data) {
  return {
    note: 'At the meter, with cooling and losses.',
    charts: [
      intervals({
        id: 'cost-energy',
        kinds: data.kinds,
        name: 'joules_per_token',
        axis: 'joules a token',
        format: (value) => `${significant(value)} J`,
      }),
    ],
  };
}

export function costOfHours(data) {
  const kinds = owned(data);
  if (kinds.length === 0) return { missing: NO_CAPITAL };
  const parts = Object.keys(PARTS);
  const amount = (kind, part) => kind[`${part}_dollars_per_chip_hour`];
  const names = kinds.map(nameOf);
  return {
    note: 'An owned chip, every hour of its life, in the middle of all ranges.',
    charts: [
      new Chart({
        id: 'cost-hours',
        height: 66 + 44 * kinds.length,
        summary: `Dollars a chip-hour: ${kinds.map((kind) => `${nameOf(kind)} ${parts.map((part) => `${PARTS[part]} ${significant(amount(kind, part))}`).join(', ')}`).join('; ')}.`,
        legend: ({ palette }) => parts.map((part) => ({ name: PARTS[part], colour: partColour(palette, part), fixed: true })),
        option: ({ palette, narrow }) => ({
          grid: grid(narrow),
          yAxis: rowAxis(palette, names, { width: narrow ? 60 : 108, color: palette.text }),
          xAxis: fromZero(palette, 'dollars a chip-hour'),
          tooltip: {
            ...tooltipBox(palette),
            trigger: 'axis',
            axisPointer: { type: 'none' },
            formatter: ([{ dataIndex }]) =>
              tooltipNode(
                names[dataIndex],
                parts.map((part) => [partColour(palette, part), PARTS[part], dollars(amount(kinds[dataIndex], part))]),
                `all ${spread(kinds[dataIndex], 'owned_dollars_per_chip_hour', dollars)}`,
              ),
          },
          series: parts.map((part) => ({
            name: PARTS[part],
            type: 'bar',
            stack: 'hour',
            barCategoryGap: '32%',
            color: partColour(palette, part),
            emphasis: { disabled: true },
            data: kinds.map((kind) => amount(kind, part)),
          })),
        }),
      }),
    ],
  };
}

const COLUMNS = [
  { title: 'Chip' },
  { title: 'Format' },
  { title: 'Chips', numeric: true },
  { title: 'Time', numeric: true },
  { title: 'MFU', numeric: true },
  { title: 'Energy', numeric: true },
  { title: 'CO₂, t', numeric: true },
  { title: 'Owned, $ a Mtoken', numeric: true },
  { title: 'Against the first', numeric: true },
  { title: 'On demand', numeric: true },
  { title: '1 year', numeric: true },
  { title: '3 years', numeric: true },
];

export function costTable(data) {
  const namesFormats = data.precisions.length > 1 || data.kinds.some((kind) => kind.precision !== 'bf16');
  const shown = (cells) => cells.filter((_, column) => namesFormats || column !== 1);
  const rows = data.kinds.map((kind) => shown([
    nameOf(kind),
    kind.precision,
    count(kind.chips),
    duration(kind.time_seconds),
    percent(kind.mfu_fraction),
    energy(kind.energy_joules),
    significant(kind.carbon_kg / 1000),
    spread(kind, 'owned_dollars_per_million_tokens', dollars),
    spread(kind, 'relative_to_first', (value) => `${significant(value)}×`),
    dollars(kind.on_demand_dollars_per_million_tokens),
    dollars(kind.one_year_dollars_per_million_tokens),
    dollars(kind.three_years_dollars_per_million_tokens),
  ]));
  return {
    note: 'Dollars are of a million tokens, rented at list prices in the last columns. MFU is of the bf16 peak.',
    nodes: [table('Every kind of chip', shown(COLUMNS), rows)],
  };
}
