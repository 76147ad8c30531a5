// The page of `gigapod cost serving`: requests served on several kinds of chips, owned and rented.
import { element, oneLine, table } from '../dom.js';
import { count, duration, percent, significant } from '../format.js';
import { NO_CAPITAL, dollars, intervals, least, nameOf, owned, spread } from './cost.js';
import { targetsText } from './frontier.js';

const OWNED = 'owned_dollars_per_million_output_tokens';
const RENTED = 'on_demand_dollars_per_million_output_tokens';
const serves = (data) => data.kinds.filter((kind) => kind.setup !== null);
const rented = (data) => data.kinds.filter((kind) => kind[`${RENTED}_p50`] !== null);
const times = (value) => `${significant(value)}×`;

/** Which is the cheapest, owned and rented. */
function answers(data) {
  return [
    ['Owned', owned(data), OWNED],
    ['Rented on demand', rented(data), RENTED],
  ]
    .filter(([, kinds]) => kinds.length > 0)
    .map(([how, kinds, name]) => {
      const best = least(kinds, name);
      return `${how}, ${nameOf(best)} serves a million output tokens for ${spread(best, name, dollars)}.`;
    });
}

export function servingCostOverview(data) {
  const box = (label, texts) =>
    texts.length > 0 &&
    element(
      'div',
      { class: 'constraint' },
      element('div', { class: 'constraint-label' }, label),
      texts.map((text) => element('p', {}, text)),
    );
  const out = data.kinds.filter((kind) => kind.setup === null).map((kind) => `${nameOf(kind)}: ${oneLine(kind.why_not, 300)}`);
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, `What it costs to serve ${oneLine(data.model, 60)}`),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${significant(data.requests_per_second)} requests a second from ${oneLine(data.requests_from, 100)}`),
      element(
        'span',
        { class: 'muted' },
        `prompts of ${count(data.mean_prompt_tokens)}, answers of ${count(data.mean_output_tokens)} tokens · ${targetsText(data)} at ${percent(data.target_utilization)} of what the setups hold · intervals are 5 to 95%`,
      ),
    ),
    box('Least dollars', answers(data)),
    box('Does not serve', out),
  );
}

/** Dollars of a million output tokens, owned or on demand. */
const tokens = (kinds, how, words, reference) =>
  intervals({
    id: `cost-${how}`,
    kinds,
    name: `${how}_dollars_per_million_output_tokens`,
    axis: `dollars a million output tokens, ${words}`,
    format: dollars,
    foot: (kind) => `${spread(kind, `${how}_relative_to_reference`, times)} of ${oneLine(reference, 40)}`,
  });

export function servingCostOfTokens(data) {
  const charts = [];
  if (owned(data).length) charts.push(tokens(owned(data), 'owned', 'owned', data.owned_reference));
  if (rented(data).length) charts.push(tokens(rented(data), 'on_demand', 'rented on demand', data.on_demand_reference));
  if (charts.length === 0) return { missing: 'Neither a capital nor a list price of these chips is known: give one with --capital.' };
  return {
    note: 'Every chip of a setup costs while the demand lasts, idle or not. Intervals hold the error of the serving model.',
    charts,
  };
}

export function servingCostOfEnergy(data) {
  return {
    note: 'At the meter, with hosts, networks, cooling and losses.',
    charts: [
      intervals({
        id: 'cost-energy',
        kinds: serves(data),
        name: 'joules_per_output_token',
        axis: 'joules an output token',
        format: (value) => `${significant(value)} J`,
      }),
    ],
  };
}

const errorText = (kind) =>
  `${percent(kind.model_error_fraction)}, ${kind.model_error_rows > 0 ? `${count(kind.model_error_rows)} published runs` : 'no published run'}`;

export function servingCostSetups(data) {
  const columns = [
    { title: 'Fewest chips' },
    { title: 'Chips', numeric: true },
    { title: 'Output tokens/s a chip', numeric: true },
    { title: 'TTFT p99', numeric: true },
    { title: 'TPOT p99', numeric: true },
    { title: 'Targets held', numeric: true },
    { title: 'J an output token', numeric: true },
    { title: 'CO₂, g a k requests', numeric: true },
    { title: 'Error of the model' },
  ];
  const rows = serves(data).map((kind) => [
    oneLine(kind.setup, 60),
    count(kind.chips),
    significant(kind.output_tokens_per_second_per_chip),
    duration(kind.ttft_p99_seconds),
    duration(kind.tpot_p99_seconds),
    percent(kind.slo_attained_fraction),
    spread(kind, 'joules_per_output_token', significant),
    significant(kind.carbon_grams_per_thousand_requests),
    errorText(kind),
  ]);
  return {
    note: 'While it serves the demand. The error is a standard deviation; without published runs it is that of other chips with constants fitted to none of them.',
    nodes: [table('What serves', columns, rows)],
  };
}

const AMOUNTS = { per_million_output_tokens: 'M output tokens', per_million_tokens: 'M tokens', per_thousand_requests: 'k requests' };

/** Dollars of every amount of work, owned or on demand, and what they are of the reference's. */
function amounts(kinds, how, reference, further = {}) {
  const columns = [
    { title: 'Chip' },
    ...Object.values(AMOUNTS).map((title) => ({ title, numeric: true })),
    { title: `Against ${oneLine(reference, 20)}`, numeric: true },
    ...Object.values(further).map((title) => ({ title, numeric: true })),
  ];
  const rows = kinds.map((kind) => [
    nameOf(kind),
    ...Object.keys(AMOUNTS).map((amount) => spread(kind, `${how}_dollars_${amount}`, dollars)),
    spread(kind, `${how}_relative_to_reference`, times),
    ...Object.keys(further).map((name) => dollars(kind[name])),
  ]);
  return [table('Dollars', columns, rows)];
}

export function servingCostOfOwned(data) {
  const kinds = owned(data);
  if (kinds.length === 0) return { missing: NO_CAPITAL };
  return { note: 'Tokens are prompt and output.', nodes: amounts(kinds, 'owned', data.owned_reference) };
}

export function servingCostOfRented(data) {
  const kinds = rented(data);
  if (kinds.length === 0) return { missing: 'No list price of these chips is known.' };
  const further = {
    one_year_dollars_per_million_output_tokens: '1 year, M output tokens',
    three_years_dollars_per_million_output_tokens: '3 years, M output tokens',
  };
  return { note: 'At list prices on demand; commitments in the last columns.', nodes: amounts(kinds, 'on_demand', data.on_demand_reference, further) };
}
