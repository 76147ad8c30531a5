// The page of `gigapod plan`: the front of time, chips, energy and cost, and the best layouts compared.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { bigNumber, count, duration, energy, percent, significant, watts } from '../format.js';
import { CAUSES, causeColour, mix } from '../palette.js';
import { namedAxis, rowAxis, tooltipBox, tooltipNode } from '../plot.js';

const DAY = 86400;
const PARTS = { ...CAUSES, failures: 'Failures, checkpoints' };
const money = (dollars) => (dollars === null ? '–' : `$${bigNumber(dollars)}`);
const limitsOf = ({ limits }) =>
  [
    limits.deadline_seconds && `within ${duration(limits.deadline_seconds)}`,
    limits.budget_dollars && `for at most ${money(limits.budget_dollars)}`,
    limits.power_watts && `with at most ${watts(limits.power_watts)}`,
  ]
    .filter(Boolean)
    .join(', ');

export function planOverview(data) {
  const [winner] = data.top;
  const best = winner
    ? `${duration(winner.time_seconds)} on ${count(winner.chips)} chips as ${oneLine(winner.slices, 60)}: ${oneLine(winner.layout, 200)}`
    : 'No plan does what is asked for.';
  return element(
    'section',
    { id: 'overview', class: 'overview', 'aria-label': 'Overview' },
    element('h1', {}, `How to train ${oneLine(data.model, 60)}`),
    element(
      'p',
      { class: 'lead' },
      element('span', {}, `${bigNumber(data.tokens)} tokens on ${oneLine(data.chip, 40)}`),
      element(
        'span',
        { class: 'muted' },
        `pod ${oneLine(data.pod, 40)} · ${count(data.plans_evaluated)} plans evaluated${data.is_complete ? '' : ' · stopped early, a partial answer'}`,
      ),
    ),
    element(
      'div',
      { class: 'constraint' },
      element('div', { class: 'constraint-label' }, `Least ${data.objective} ${limitsOf(data)}`.trim()),
      element('p', {}, winner ? `${best}.` : best),
      [...data.reasons, ...data.shortfalls].map((text) => element('p', {}, oneLine(text, 400))),
    ),
  );
}

/** A linear or, over more than a factor of 20, a logarithmic axis. */
function axis(palette, values, name, narrow) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isWide = least > 0 && most / least > 20;
  return {
    type: isWide ? 'log' : 'value',
    scale: true,
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { lineStyle: { color: palette.line } },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: {
      color: palette.muted,
      fontSize: narrow ? 11 : 12,
      hideOverlap: true,
      formatter: (value) => significant(value),
    },
  };
}

function runTip(colour, run) {
  return tooltipNode(
    `${count(run.chips)} chips, ${duration(run.time_seconds)}`,
    [
      [colour, 'Slices', oneLine(run.slices, 40)],
      [colour, 'Cost', money(run.cost_dollars)],
      [colour, 'Energy', energy(run.energy_joules)],
      [colour, 'MFU', percent(run.mfu)],
      [colour, 'Power', watts(run.power_watts)],
    ],
    oneLine(`${run.layout}; remat ${run.remat}`, 160),
  );
}

/** Time against something else, every run of the front as a dot whose colour says its chips. */
function scatter({ id, data, name, value, format }) {
  const runs = data.front;
  const [winner] = data.top;
  const sizes = runs.map(({ chips }) => Math.log(chips));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const shade = (palette, run) =>
    mix(palette.ramp.slice(2), most > least ? (Math.log(run.chips) - least) / (most - least) : 1);
  return new Chart({
    id,
    height: 360,
    summary: `${name} against days: ${runs
      .map((run) => `${count(run.chips)} chips ${significant(run.time_seconds / DAY)} days, ${format(run)}`)
      .join('; ')}.`,
    legend: ({ palette }) => [
      { name: `${count(Math.exp(least))} chips`, colour: mix(palette.ramp.slice(2), 0), shape: 'round', fixed: true },
      { name: `${count(Math.exp(most))} chips`, colour: mix(palette.ramp.slice(2), 1), shape: 'round', fixed: true },
      ...(winner ? [{ name: 'Winner', colour: palette.alarm, shape: 'round', fixed: true }] : []),
    ],
    option: ({ palette, narrow }) => ({
      grid: { left: narrow ? 62 : 84, right: 30, top: 20, bottom: 54, outerBoundsMode: 'none' },
      xAxis: { ...axis(palette, runs.map((run) => run.time_seconds / DAY), 'days to train', narrow), nameGap: 30 },
      yAxis: { ...axis(palette, runs.map(value), name, narrow), nameGap: narrow ? 44 : 58 },
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'item',
        formatter: ({ data: { run, colour } }) => runTip(colour, run),
      },
      series: [
        {
          type: 'line',
          data: runs.map((run) => [run.time_seconds / DAY, value(run)]),
          symbol: 'none',
          silent: true,
          z: 1, // below the dots
          lineStyle: { color: palette.line, width: 1.5 },
        },
        {
          type: 'scatter',
          symbolSize: 13,
          data: runs.map((run) => ({
            value: [run.time_seconds / DAY, value(run)],
            run,
            colour: shade(palette, run),
            itemStyle: { color: shade(palette, run), borderColor: palette.card, borderWidth: 1 },
          })),
        },
        {
          type: 'scatter',
          symbolSize: 19,
          data: winner
            ? [
                {
                  value: [winner.time_seconds / DAY, value(winner)],
                  run: winner,
                  colour: palette.alarm,
                  itemStyle: { color: 'transparent', borderColor: palette.alarm, borderWidth: 2.5 },
                },
              ]
            : [],
        },
      ],
    }),
  });
}

export function planFront(data) {
  if (data.front.length === 0) return { missing: 'No plan runs.' };
  const charts = [];
  if (data.front[0].cost_dollars !== null) {
    charts.push(
      scatter({
        id: 'plan-cost',
        data,
        name: 'cost, million $',
        value: (run) => run.cost_dollars / 1e6,
        format: (run) => money(run.cost_dollars),
      }),
    );
  }
  charts.push(
    scatter({
      id: 'plan-energy',
      data,
      name: 'energy, GWh',
      value: (run) => run.energy_joules / 3.6e12,
      format: (run) => energy(run.energy_joules),
    }),
    scatter({
      id: 'plan-chips',
      data,
      name: 'chips',
      value: (run) => run.chips,
      format: (run) => `${count(run.chips)} chips`,
    }),
  );
  return { note: 'No other plan found is better in time, chips, energy and cost at once; limits aside.', charts };
}

export function planBest(data) {
  const runs = data.top;
  if (runs.length === 0) return { missing: 'No plan keeps within the limits.' };
  const causes = Object.keys(PARTS).filter((cause) => runs.some((run) => run.time_seconds_by_cause[cause] > 0));
  const colour = (palette, cause, index) =>
    cause === 'failures' ? palette.series[2] : causeColour(palette, cause, index);
  const names = runs.map((run, index) => `${index + 1}. ${oneLine(run.layout, 120)}`);
  return {
    note: 'Days of the whole run by cause, the best layouts from the top; communication only where nothing hides it.',
    charts: [
      new Chart({
        id: 'plan-parts',
        height: 66 + 44 * runs.length,
        summary: `Days by cause: ${runs.map((run, index) => `${names[index]} ${significant(run.time_seconds / DAY, 4)}`).join('; ')}.`,
        legend: ({ palette }) =>
          causes.map((cause, index) => ({ name: PARTS[cause], colour: colour(palette, cause, index), fixed: true })),
        option: ({ palette, narrow }) => ({
          grid: { left: narrow ? 130 : 330, right: 30, top: 8, bottom: 46, outerBoundsMode: 'none' },
          yAxis: rowAxis(palette, names, {
            width: narrow ? 120 : 318,
            color: palette.text,
            ...(narrow ? {} : { overflow: 'break', lineHeight: 14 }),
          }),
          xAxis: namedAxis(palette, 'days', { axisLabel: { formatter: (value) => significant(value) } }),
          tooltip: {
            ...tooltipBox(palette),
            trigger: 'axis',
            axisPointer: { type: 'none' },
            formatter: ([{ dataIndex }]) => {
              const run = runs[dataIndex];
              return tooltipNode(
                `${duration(run.time_seconds)} on ${count(run.chips)} chips`,
                causes.map((cause, index) => [
                  colour(palette, cause, index),
                  PARTS[cause],
                  duration(run.time_seconds_by_cause[cause]),
                ]),
                oneLine(`${run.slices}: ${run.layout}`, 160),
              );
            },
          },
          series: causes.map((cause, index) => ({
            name: PARTS[cause],
            type: 'bar',
            stack: 'days',
            barCategoryGap: '32%',
            color: colour(palette, cause, index),
            emphasis: { disabled: true },
            data: runs.map((run) => run.time_seconds_by_cause[cause] / DAY),
          })),
        }),
      }),
    ],
  };
}

export function planGains(data) {
  if (data.gains.length === 0) return { missing: 'Not worked out: the search did not end, or nothing was found.' };
  const columns = [{ title: 'With' }, { title: 'Saves', numeric: true }];
  const rows = data.gains.map(({ what, gain }) => [oneLine(what, 80), percent(gain)]);
  return {
    note: `Share of the ${data.objective} that more of each thing would save, planned anew on the winner's slices.`,
    nodes: [table('What binds', columns, rows)],
  };
}

const COLUMNS = [
  { title: 'List' },
  { title: 'Time', numeric: true },
  { title: 'Chips', numeric: true },
  { title: 'Energy', numeric: true },
  { title: 'Cost', numeric: true },
  { title: 'MFU', numeric: true },
  { title: 'Goodput', numeric: true },
  { title: 'Slices' },
  { title: 'Layout', wide: true },
  { title: 'Remat' },
  { title: 'Batch', numeric: true },
];

export function planTable(data) {
  const rows = (list, runs) =>
    runs.map((run) => [
      list,
      duration(run.time_seconds),
      count(run.chips),
      energy(run.energy_joules),
      money(run.cost_dollars),
      percent(run.mfu),
      percent(run.goodput),
      oneLine(run.slices, 40),
      oneLine(run.layout, 200),
      oneLine(run.remat, 60),
      count(run.global_batch),
    ]);
  return { nodes: [table('Every run', COLUMNS, [...rows('best', data.top), ...rows('front', data.front)])] };
}
