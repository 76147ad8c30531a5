// Component failures by class over time, and what they did to jobs.
import { Chart, TIME_NAME } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { count, duration, percent } from '../format.js';
import { GRID, stackedSteps, timeTooltip, valueAxis } from '../plot.js';

const OTHERS = 'other classes';

export function failures(data) {
  const { classes, bin_seconds: bin, time, value } = data.failures;
  if (classes.length === 0) return withoutComponents(data);
  const total = classes.reduce((sum, [, number]) => sum + number, 0);
  const names = Object.keys(value).sort((a, b) => (a === OTHERS) - (b === OTHERS));
  const chart = new Chart({
    id: 'failures',
    height: 300,
    zoom: data.zoom,
    summary: `Failures in each ${duration(bin)} by class: ${classes.map(([name, number]) => `${name} ${number}`).join(', ')}.`,
    legend: ({ palette }) =>
      names.map((name, index) => ({ name, colour: palette.series[index % palette.series.length] })),
    option: (view) => option(view, { names, bin, time, value }),
  });
  const columns = [
    { title: 'Class' },
    { title: 'Failures', numeric: true },
    { title: 'Share', numeric: true },
    { title: 'One every', numeric: true },
  ];
  const rows = classes.map(([name, number]) => [
    oneLine(name, 60),
    count(number),
    percent(number / total),
    duration(data.horizon / number),
  ]);
  return {
    note: `${count(total)} failures of components; jobs were interrupted ${count(data.figures.interruptions ?? 0)} times.${repairs(data.figures)}`,
    charts: [chart],
    nodes: [
      element('div', { class: 'pair' }, table('Failures by class', columns, rows), byCause(data)),
      interrupted(data),
    ].filter(Boolean),
  };
}

/** Jobs may be interrupted although no component fails: a feed may, and work on racks is planned. */
function withoutComponents(data) {
  const { failures: number = 0, interruptions = 0, planned_interruptions: planned = 0 } = data.figures;
  if (number + interruptions === 0) return { missing: 'Nothing failed, or failures are switched off in the scenario.' };
  const causes = [
    number > 0 && `lost power took pods down ${count(number)} times and interrupted jobs ${count(interruptions - planned)} times`,
    planned > 0 && `planned work interrupted jobs ${count(planned)} times`,
  ];
  return {
    note: `No component failed by itself; ${causes.filter(Boolean).join(', ')}.`,
    nodes: [byCause(data), interrupted(data)].filter(Boolean),
  };
}

function repairs(figures) {
  const queue = figures.longest_repair_queue ?? 0;
  if (queue === 0) return '';
  const wait = duration(figures.mean_repair_wait_seconds);
  return ` ${count(figures.repairs)} repairs waited ${wait} for a crew on average, at most ${count(queue)} at once.`;
}

function byCause(data) {
  const prefix = 'interruptions_by_';
  const causes = Object.entries(data.figures)
    .filter(([name, number]) => name.startsWith(prefix) && number > 0)
    .map(([name, number]) => [name.slice(prefix.length), number])
    .sort((a, b) => b[1] - a[1]);
  if (causes.length === 0) return null;
  const total = data.figures.interruptions;
  const columns = [{ title: 'Cause' }, { title: 'Interruptions', numeric: true }, { title: 'Share', numeric: true }];
  return table(
    'Interruptions by cause',
    columns,
    causes.map(([name, number]) => [oneLine(name, 60), count(number), percent(number / total)]),
  );
}

function interrupted(data) {
  const jobs = data.workloads
    .filter((work) => work.interruptions > 0)
    .sort((a, b) => b.interruptions - a.interruptions);
  if (jobs.length === 0) return null;
  const columns = [
    { title: 'Job' },
    { title: 'Interruptions', numeric: true },
    { title: 'Mean time between', numeric: true },
    { title: 'Goodput', numeric: true },
  ];
  return table(
    'Interruptions by job',
    columns,
    jobs
      .slice(0, 40)
      .map((work) => [
        oneLine(work.name, 60),
        count(work.interruptions),
        duration(ran(work, data.horizon) / work.interruptions),
        percent(work.goodput),
      ]),
  );
}

const ran = (work, horizon) => (work.end_seconds ?? horizon) - (work.start_seconds ?? 0);

function option({ palette, horizon, hidden }, { names, bin, time, value }) {
  const lines = names.map((name, index) => ({
    name,
    colour: palette.series[index % palette.series.length],
    series: { time, value: value[name] },
    format: count,
  }));
  return {
    grid: GRID,
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, `failures per ${duration(bin)}`, { minInterval: 1 }),
    tooltip: timeTooltip(palette, horizon, lines, hidden),
    series: stackedSteps(
      lines.filter(({ name }) => !hidden.has(name)),
      horizon,
    ),
  };
}
