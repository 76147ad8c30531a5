// What the chips did over time: stacked area of the eleven buckets.
import { Chart, TIME_NAME, timeSlider } from '../chart.js';
import { BUCKETS } from '../palette.js';
import { count, duration } from '../format.js';
import { GRID, stackedSteps, timeTooltip, valueAxis } from '../plot.js';

export function buckets(data) {
  const stack = data.stacks.chips;
  if (!stack) return { missing: 'The run recorded no chip counts by bucket.' };
  const shown = BUCKETS.filter(([key]) => stack.value[key]?.some((value) => value > 0));
  const chart = new Chart({
    id: 'buckets',
    height: 400,
    zoom: data.zoom,
    summary: `Stacked area of chips by what they do over simulated time: ${shown.map(([, name]) => name).join(', ')}.`,
    legend: ({ palette }) => shown.map(([key, name]) => ({ name, colour: palette.bucket[key] })),
    option: (view) => option(view, stack, shown),
  });
  return {
    note: `Mean over each ${duration(stack.interval)}; the eleven buckets add up to all installed chips.`,
    charts: [chart],
  };
}

function option({ palette, horizon, hidden }, stack, shown) {
  const lines = shown.map(([key, name]) => ({
    name,
    colour: palette.bucket[key],
    series: { time: stack.time, value: stack.value[key] },
    format: (value) => `${count(value)} chips`,
  }));
  return {
    grid: { ...GRID, bottom: 76 },
    xAxis: { name: TIME_NAME },
    yAxis: valueAxis(palette, 'chips'),
    dataZoom: [timeSlider(palette)],
    tooltip: timeTooltip(palette, horizon, [...lines].reverse(), hidden),
    series: stackedSteps(
      lines.filter((line) => !hidden.has(line.name)),
      horizon,
    ),
  };
}
