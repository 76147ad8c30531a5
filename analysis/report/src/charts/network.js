// How full the DCN links are.
import { Chart } from '../chart.js';
import { axisNumber, duration, significant } from '../format.js';
import { linesOption, valueAxis } from '../plot.js';
import { decode, followPointer, heatChart, rampLegend } from './heat.js';

export function network(data) {
  const links = data.stacks.links;
  if (!links) return { missing: 'The run recorded no link utilization.' };
  const lines = new Chart({
    id: 'links',
    height: 280,
    zoom: data.zoom,
    summary: `Utilization of ${links.count} DCN links over simulated time: the busiest and the mean${links.value.storage ? ', and storage' : ''}.`,
    legend: ({ palette }) => named(palette, links).map(({ name, colour }) => ({ name, colour, shape: 'dash' })),
    option: (view) => option(view, links),
  });
  const charts = [lines];
  const map = data.heat.links && decode(data.heat.links, true);
  const heat = map?.isFlat ? undefined : map;
  if (heat) {
    const chart = heatChart({
      id: 'link-matrix',
      heat,
      zoom: data.zoom,
      rowName: 'link number',
      summary: `Heat map of the utilization of ${heat.rows.length} links over simulated time.`,
    });
    followPointer(chart, heat, 'Utilization');
    charts.push(chart);
  }
  const folded =
    heat && links.count > heat.rows.length
      ? ` The map has the ${heat.rows.length} links with the most traffic of ${links.count}.`
      : '';
  const flat = map?.isFlat ? ' All links are below 2% in every interval, so there is no map of them.' : '';
  return {
    note: `Mean over each ${duration(links.interval)}.${folded}${flat}`,
    charts,
    isLegendLate: true,
    legend: heat && ((palette) => rampLegend(palette, 'Utilization', heat)),
  };
}

function named(palette, { time, value }) {
  const names = [
    ['busiest', 'Busiest link', palette.series[5]],
    ['mean', 'Mean of all links', palette.series[0]],
    ['storage', 'Storage', palette.series[2]],
  ];
  return names
    .filter(([key]) => value[key])
    .map(([key, name, colour]) => ({ name, colour, series: { time, value: value[key] }, format: (v) => `${significant(100 * v)}%` }));
}

function option(view, links) {
  const axis = valueAxis(view.palette, '% of link bandwidth', {
    axisLabel: { formatter: (value) => axisNumber(value * 100) },
    min: 0,
  });
  return linesOption(view, named(view.palette, links), axis);
}
