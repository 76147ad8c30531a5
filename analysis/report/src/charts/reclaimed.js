// Chips shared between serving and jobs: what each holds over time, and what jobs held beyond a fixed split.
import { Chart } from '../chart.js';
import { element, picker } from '../dom.js';
import { bigNumber, count, percent } from '../format.js';
import { linesOption, valueAxis } from '../plot.js';
import { NO_FLEET } from './service.js';

const HOUR = 3600;
const chips = (value) => `${count(value)} chips`;

export function reclaimed(data) {
  const { serving_chips: serving, job_held_chips: jobs, reclaimed_chips: gained } = data.metrics;
  if (!serving || !gained) return { missing: NO_FLEET };
  if (!Object.values(jobs).some((series) => series.value.some((value) => value > 0)))
    return { missing: 'No job shares pods with serving.' };
  const types = Object.keys(serving);
  const state = { type: types[0] };
  const lines = (palette) => [
    { name: 'Serving', colour: palette.series[0], series: serving[state.type], format: chips },
    { name: 'Jobs', colour: palette.series[1], series: jobs[state.type], format: chips },
    { name: 'Reclaimed by jobs', colour: palette.good, series: gained[state.type], format: chips, area: 0.2 },
  ];
  const chart = new Chart({
    id: 'reclaimed',
    height: 320,
    zoom: data.zoom,
    summary: 'Chips held by serving and by jobs over simulated time, and what jobs held beyond a fixed split.',
    legend: ({ palette }) => lines(palette).map(({ name, colour }) => ({ name, colour, shape: 'dash' })),
    option: (view) => linesOption(view, lines(view.palette), valueAxis(view.palette, 'chips')),
  });
  const choose = picker('Pod type shown', types, 40, (type) => {
    state.type = type;
    chart.redraw();
  });
  return {
    note: 'Reclaimed: chips that jobs hold and that a split fixed at the peak of serving would have kept for it.',
    controls: [choose],
    lead: element('p', { class: 'facts' }, facts(data.figures)),
    charts: [chart],
  };
}

function facts(figures) {
  const { reclaimed_chip_seconds: gained, serving_takes: takes } = figures;
  return [
    `${bigNumber(gained / HOUR)} chip-hours reclaimed, ${percent(gained / figures.chip_seconds_total)} of the site`,
    takes > 0 && `fleets took chips back ${count(takes)} times, ${count(figures.serving_taken_chips / takes)} on average`,
    takes > 0 && `${bigNumber(figures.serving_resize_chip_seconds / HOUR)} chip-hours of jobs lost by that`,
  ]
    .filter(Boolean)
    .join(' · ');
}
