// Swings of the largest synchronous job in one step, and the spectra of it and of the site.
import { Chart } from '../chart.js';
import { oneLine } from '../dom.js';
import { significant, watts } from '../format.js';
import { GRID, tooltipBox, tooltipNode, valueAxis } from '../plot.js';

const MEGAWATT = 1e6;

export function powerSwings(data) {
  if (!data.power_swing) return { missing: 'The site has neither limits of a utility nor smoothing.' };
  const { figures } = data;
  const broken = (name) => `${figures[`power_swing_${name}_limits_broken`]} of ${figures.power_swing_limits}`;
  return {
    note:
      `${oneLine(data.texts.power_swing_job, 60)}, the largest synchronous job, swings by ${watts(figures.power_swing_job_range_watts)} in every step. ` +
      `Limits of the utility broken: ${broken('job')}, with smoothing ${broken('smoothed')}, by the site without smoothing ${broken('site')}.`,
    charts: [waveform(rows(data.power_swing), figures), spectrum(rows(data.power_swing_spectrum))],
  };
}

/** Rows of a table that the run wrote, as objects. */
function rows(text) {
  const [head, ...lines] = text.trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
}

function waveform(points, figures) {
  const lines = [
    ['Job', 'load_watts', 0],
    ['Grid, with smoothing', 'grid_watts', 1],
  ].map(([name, key, colour]) => ({
    name,
    colour,
    data: points.map((point) => [Number(point.time_seconds), Number(point[key]) / MEGAWATT]),
  }));
  return plot({
    id: 'power-swing',
    summary: `Power of the largest job over one step: range ${watts(figures.power_swing_job_range_watts)}, with smoothing ${watts(figures.power_swing_smoothed_range_watts)}.`,
    lines,
    xName: 'time in the step (s)',
    yName: 'MW',
    unit: 's',
  });
}

function spectrum(points) {
  const lines = [
    ['Job', 'job', 0],
    ['Site', 'site', 2],
  ].map(([name, source, colour]) => ({
    name,
    colour,
    data: points
      .filter((point) => point.source === source)
      .map((point) => [Number(point.hertz), Number(point.amplitude_watts) / MEGAWATT]),
  }));
  return plot({
    id: 'power-spectrum',
    summary: 'Amplitude of the swings by frequency, of the largest job and of the site, both without smoothing.',
    lines,
    xName: 'frequency (Hz)',
    yName: 'amplitude, MW',
    unit: 'Hz',
  });
}

/** Lines over a plain number. */
function plot({ id, summary, lines, xName, yName, unit }) {
  return new Chart({
    id,
    height: 300,
    summary,
    legend: ({ palette }) =>
      lines.map(({ name, colour }) => ({ name, colour: palette.series[colour], shape: 'dash', fixed: true })),
    option: ({ palette }) => ({
      grid: GRID,
      xAxis: {
        ...valueAxis(palette, xName, { axisLabel: { formatter: (value) => significant(value) } }),
        nameLocation: 'middle',
        nameGap: 28,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        max: Math.max(...lines.flatMap(({ data }) => data.map(([x]) => x))),
      },
      yAxis: valueAxis(palette, yName, { min: 0 }),
      tooltip: {
        ...tooltipBox(palette),
        trigger: 'axis',
        formatter: (found) =>
          tooltipNode(
            `${significant(found[0].axisValue)} ${unit}`,
            found.map(({ seriesName, color, value }) => [color, seriesName, watts(value[1] * MEGAWATT)]),
          ),
      },
      series: lines.map(({ name, colour, data }) => ({
        name,
        type: 'line',
        data,
        showSymbol: false,
        color: palette.series[colour],
        lineStyle: { width: 1.4, color: palette.series[colour] },
        emphasis: { disabled: true },
      })),
    }),
  });
}
