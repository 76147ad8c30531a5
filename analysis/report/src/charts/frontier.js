// The page of `gigapod serve --search`: latency against throughput and price of every slice, and what was found.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { axisNumber, count, duration, percent, significant } from '../format.js';
import { rule, seriesMark, tooltipBox, tooltipNode, valueAxis } from '../plot.js';

const GRID = { left: 84, right: 30, top: 44, bottom: 50, outerBoundsMode: 'none' };
const nameOf = ({ chip, slice, layout }) =>
  `${oneLine(chip, 20)} ${oneLine(slice, 20)}${layout === 'data_parallel_attention' ? ' DP' : ''}`;
const money = (value) => (value === null || value === undefined ? '–' : `$${significant(value)}`);
const emptySymbol = (symbol) => `empty${symbol[0].toUpperCase()}${symbol.slice(1)}`;

/** Points of one slice in the order of clients. */
function sweeps(data) {
  const bySlice = new Map();
  for (const point of data.frontier) {
    if (!bySlice.has(nameOf(point))) bySlice.set(nameOf(point), []);
    bySlice.get(nameOf(point)).push(point);
  }
  return [...bySlice].map(([name, points]) => ({ name, points }));
}

/** Latency targets and the share of requests that has to hold them. */
export function targetsText({ targets }) {
  const parts = [
    ['TTFT', targets.ttft_seconds],
    ['TPOT', targets.tpot_seconds],
    ['end to end', targets.end_to_end_seconds],
  ].filter(([, seconds]) => seconds !== null);
  const wanted = percent(targets.wanted_fraction);
  return parts.length ? `${parts.map(([name, s]) => `${name} ${duration(s)}`).join(', ')} for ${wanted}` : 'no targets';
}

const prefillText = ({ prefill_replicas: replicas }) => (replicas > 0 ? ` + ${count(replicas)} prefill` : '');
const setupText = (found) => `${count(found.replicas)}${prefillText(found)} × ${nameOf(found)}`;
const hourly = (found) =>
  found.dollars_per_hour === null ? `${count(found.chips)} chips` : `${money(found.dollars_per_hour)} an hour`;

export function frontierOverview(data) {
  const [winner, second] = data.found;
  const box = (label, text) =>
    element(
      'div',
      { class: 'constraint' },
      element('div', { class: 'constraint-label' }, label),
      element('p', {}, text),
    );
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, `What to serve ${oneLine(data.model, 60)} on`),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${count(data.requests)} requests from ${oneLine(data.requests_from, 100)}`),
      element('span', { class: 'muted' }, `targets: ${targetsText(data)}`),
    ),
    winner && box('Winner', `${setupText(winner)}, ${hourly(winner)}: ${oneLine(data.why, 200)}`),
    second && box('Runner-up', `${setupText(second)}, ${hourly(second)}: ${oneLine(data.lacks, 200)}`),
  );
}

/** A curve a slice; `x` and `y` are {name, value, format, target}. */
function sweepChart(data, { id, x, y, isBest, log }) {
  const curves = sweeps(data)
    .map(({ name, points }) => ({ name, points: points.filter((point) => y.value(point) !== null) }))
    .filter(({ points }) => points.length > 0);
  const label = (axis, point) => `${axis.name} ${axis.format(axis.value(point))}`;
  return new Chart({
    id,
    height: 400,
    summary: `${y.name} against ${x.name}: ${curves
      .map(({ name, points }) => `${name} ${points.map((p) => `${label(x, p)}, ${label(y, p)}`).join('; ')}`)
      .join('. ')}.`,
    legend: ({ palette }) =>
      curves.map(({ name }, index) => {
        const { colour, symbol } = seriesMark(palette, index);
        return { name, colour, shape: symbol };
      }),
    option: ({ palette, hidden }) => ({
      grid: GRID,
      xAxis: {
        type: 'log',
        logBase: 2,
        name: x.name,
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        min: Math.min(...curves.flatMap(({ points }) => points.map(x.plot))) / 1.2,
        max: Math.max(...curves.flatMap(({ points }) => points.map(x.plot)), x.target ?? 0) * 1.2,
        axisLine: { lineStyle: { color: palette.line } },
        splitLine: { lineStyle: { color: palette.grid } },
        axisLabel: { color: palette.muted, formatter: axisNumber, showMinLabel: false, showMaxLabel: false },
      },
      yAxis: valueAxis(palette, y.name, {
        nameLocation: 'middle',
        nameGap: 50,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        ...(log ? { type: 'log' } : { min: 0 }),
      }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: { point, index } }) =>
          tooltipNode(`${nameOf(point)}, ${count(point.clients)} clients`, [
            [seriesMark(palette, index).colour, 'TPOT', duration(point.tpot_p50_seconds)],
            [undefined, 'TTFT', duration(point.ttft_p50_seconds)],
            [undefined, 'end to end', duration(point.end_to_end_p50_seconds)],
            [undefined, 'output tokens/s and chip', significant(point.output_tokens_per_second_per_chip)],
            [undefined, 'a million output tokens', money(point.dollars_per_million_output_tokens)],
            [undefined, 'a token', `${significant(point.joules_per_output_token)} J`],
          ]),
      },
      series: [
        ...(x.target
          ? [{ type: 'line', data: [], markLine: { ...rule(palette, 0, ''), data: [{ xAxis: x.target }] } }]
          : []),
        ...curves
          .map(({ name, points }, index) => {
            const { colour, symbol } = seriesMark(palette, index);
            return {
              name,
              type: 'line',
              color: colour,
              lineStyle: { width: 1.5 },
              data: points.map((point) => ({
                value: [x.plot(point), y.value(point)],
                point,
                index,
                symbol: isBest(point) ? symbol : emptySymbol(symbol),
                symbolSize: isBest(point) ? 11 : 7,
              })),
            };
          })
          .filter(({ name }) => !hidden.has(name)),
      ],
    }),
  });
}

const TPOT = {
  name: 'TPOT, ms',
  value: (point) => point.tpot_p50_seconds,
  plot: (point) => 1e3 * point.tpot_p50_seconds,
  format: duration,
};
const END_TO_END = {
  name: 'arrival to last token, s',
  value: (point) => point.end_to_end_p50_seconds,
  plot: (point) => point.end_to_end_p50_seconds,
  format: duration,
};

export function frontierThroughput(data) {
  const target = data.targets.tpot_seconds === null ? undefined : 1e3 * data.targets.tpot_seconds;
  return {
    note: 'One replica with 1, 2, 4 … clients, medians. Filled marks: no other point has both less TPOT and more tokens. The dashed line is the target.',
    charts: [
      sweepChart(data, {
        id: 'frontier-throughput',
        x: { ...TPOT, target },
        y: {
          name: 'output tokens/s and chip',
          value: (point) => point.output_tokens_per_second_per_chip,
          format: significant,
        },
        isBest: (point) => point.is_best,
      }),
    ],
  };
}

export function frontierPrice(data) {
  if (data.frontier.every((point) => point.dollars_per_million_output_tokens === null)) {
    return { missing: 'no price of the chips is known.' };
  }
  return {
    note: 'Dollars of a million output tokens at the on-demand price of the chips, replicas never idle.',
    charts: [
      sweepChart(data, {
        id: 'frontier-price',
        x: { ...END_TO_END, target: data.targets.end_to_end_seconds ?? undefined },
        y: {
          name: '$ a million output tokens',
          value: (point) => point.dollars_per_million_output_tokens,
          format: money,
        },
        isBest: (point) => point.is_best_price,
        log: true,
      }),
    ],
  };
}

export function frontierFound(data) {
  const columns = [
    { title: 'Replicas' },
    { title: 'Chips', numeric: true },
    { title: '$ an hour', numeric: true },
    { title: '$/M output tokens', numeric: true },
    { title: 'Step tokens', numeric: true },
    { title: 'Most sequences', numeric: true },
    { title: 'Targets held', numeric: true },
    { title: 'TTFT p99', numeric: true },
    { title: 'TPOT p99', numeric: true },
  ];
  const rows = data.found.map((found) => [
    setupText(found),
    count(found.chips),
    money(found.dollars_per_hour),
    money(found.dollars_per_million_output_tokens),
    count(found.step_tokens),
    count(found.max_sequences),
    percent(found.slo_attained_fraction),
    duration(found.ttft_p99_seconds),
    duration(found.tpot_p99_seconds),
  ]);
  const out = data.left_out.map((slice) => [nameOf(slice), oneLine(slice.reason, 240)]);
  return {
    nodes: [
      table('Setups that hold the targets, cheapest first', columns, rows),
      out.length > 0 && table('Slices left out', [{ title: 'Slice' }, { title: 'Why', wide: true }], out),
    ],
  };
}

export function frontierTable(data) {
  const columns = [
    { title: 'Replica' },
    { title: 'Clients', numeric: true },
    { title: 'TPOT', numeric: true },
    { title: 'TTFT', numeric: true },
    { title: 'End to end', numeric: true },
    { title: 'Tokens/s and chip', numeric: true },
    { title: '$/M output tokens', numeric: true },
    { title: 'J a token', numeric: true },
    { title: 'On the frontier' },
  ];
  const rows = data.frontier.map((point) => [
    nameOf(point),
    count(point.clients),
    duration(point.tpot_p50_seconds),
    duration(point.ttft_p50_seconds),
    duration(point.end_to_end_p50_seconds),
    significant(point.output_tokens_per_second_per_chip),
    money(point.dollars_per_million_output_tokens),
    significant(point.joules_per_output_token),
    point.is_best ? 'yes' : '',
  ]);
  return { nodes: [table('Every point of the frontier', columns, rows)] };
}
