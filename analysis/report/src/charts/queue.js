// Jobs and chips that wait.
import { Chart, TIME_NAME } from '../chart.js';
import { count } from '../format.js';
import { GRID, stepLine, steps, timeTooltip, valueAxis } from '../plot.js';

export function queue(data) {
  const jobs = data.metrics.queue_jobs?.[''];
  const chips = data.metrics.queue_chips?.[''];
  if (!jobs && !chips) return { missing: 'The run recorded no queue.' };
  if (![jobs, chips].some((series) => series?.value.some((value) => value > 0)))
    return { missing: 'No job ever waited.' };
  return {
    note: 'Jobs in the queue, those that went back to it after a start included, and the chips they ask for.',
    charts: [
      new Chart({
        id: 'queue',
        height: 330,
        zoom: data.zoom,
        summary: `Queue over simulated time: at most ${count(Math.max(...(jobs?.value ?? [0])))} jobs and ${count(Math.max(...(chips?.value ?? [0])))} chips.`,
        option: (view) => option(view, jobs ?? { time: [], value: [] }, chips ?? { time: [], value: [] }),
      }),
    ],
  };
}

function option({ palette, horizon }, jobs, chips) {
  const lines = [
    { name: 'Jobs waiting', colour: palette.series[0], series: jobs, format: (value) => `${count(value)} job${value === 1 ? '' : 's'}` },
    {
      name: 'Chips they ask for',
      colour: palette.series[1],
      series: chips,
      format: (value) => `${count(value)} chips`,
    },
  ];
  const top = { ...GRID, bottom: undefined, height: 96 };
  return {
    grid: [top, { ...GRID, top: 176, bottom: 46 }],
    xAxis: [
      { gridIndex: 0, axisLabel: { show: false } },
      { gridIndex: 1, name: TIME_NAME },
    ],
    yAxis: [
      valueAxis(palette, 'jobs waiting', { minInterval: 1, splitNumber: 3 }),
      valueAxis(palette, 'chips they ask for', { gridIndex: 1, splitNumber: 3 }),
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: timeTooltip(palette, horizon, lines),
    series: lines.map((line, index) =>
      stepLine(line.name, line.colour, steps(line.series, horizon), {
        xAxisIndex: index,
        yAxisIndex: index,
        areaStyle: { color: line.colour, opacity: 0.16 },
      }),
    ),
  };
}
