// Where one training step goes, by cause, for each job; and simulated beside published figures.
import { Chart } from '../chart.js';
import { element, oneLine, table } from '../dom.js';
import { duration, percent, significant } from '../format.js';
import { CAUSES, causeColour } from '../palette.js';
import { namedAxis, rowAxis, tooltipBox, tooltipNode } from '../plot.js';

export function stepCauses(data) {
  const jobs = alike(data.workloads.filter((work) => work.step_seconds_by_cause.length > 0));
  if (jobs.length === 0) return { missing: 'No training job with a step model ran.' };
  const causes = [...new Set(jobs.flatMap(({ work }) => work.step_seconds_by_cause.map(([cause]) => cause)))].filter(
    (cause) => jobs.some(({ work }) => secondsOf(work, cause) > 0),
  );
  return {
    note: 'Time of one step when nothing else contends for the network. Only communication that nothing hides is shown.',
    charts: [
      new Chart({
        id: 'steps',
        height: jobs.length * 40 + 60,
        summary: `Step time by cause of ${jobs.length} kinds of jobs: ${jobs.map(({ label, work }) => `${label} ${duration(stepTotal(work))}`).join(', ')}.`,
        legend: ({ palette }) =>
          causes.map((cause, index) => ({
            name: CAUSES[cause] ?? cause,
            colour: causeColour(palette, cause, index),
            fixed: true,
          })),
        option: (view) => option(view, jobs, causes),
      }),
    ],
  };
}

/** Copies of one job with the same step are one row. */
function alike(works) {
  const kinds = new Map();
  for (const work of works) {
    const key = JSON.stringify([work.model, work.slice, work.slices, work.step_seconds_by_cause]);
    if (!kinds.has(key)) kinds.set(key, { work, names: [] });
    kinds.get(key).names.push(work.name);
  }
  return [...kinds.values()].slice(0, 40).map(({ work, names }) => ({
    work,
    label: names.length === 1 ? names[0] : `${work.family} (${names.length} alike)`,
  }));
}

const secondsOf = (work, cause) =>
  work.step_seconds_by_cause.filter(([name]) => name === cause).reduce((sum, [, value]) => sum + value, 0);
const stepTotal = (work) => work.step_seconds_by_cause.reduce((sum, [, value]) => sum + value, 0);

function option({ palette, narrow }, jobs, causes) {
  const colour = (cause, index) => causeColour(palette, cause, index);
  return {
    grid: { left: narrow ? 104 : 190, right: narrow ? 64 : 190, top: 4, bottom: 46, outerBoundsMode: 'none' },
    xAxis: namedAxis(palette, '% of step time', { max: 100 }),
    yAxis: [
      rowAxis(
        palette,
        jobs.map(({ label }) => oneLine(label, 48)),
        { width: narrow ? 92 : 176, color: palette.text, fontSize: narrow ? 11 : 12.5 },
      ),
      rowAxis(
        palette,
        jobs.map(({ work }) => beside(work, narrow)),
        { color: palette.muted, fontSize: 12 },
        'right',
      ),
    ],
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'axis',
      axisPointer: { type: 'none' },
      formatter: ([{ dataIndex }]) => {
        const { work, label } = jobs[dataIndex];
        const rows = causes.map((cause, index) => [
          colour(cause, index),
          CAUSES[cause] ?? oneLine(cause, 30),
          `${duration(secondsOf(work, cause))} · ${percent(secondsOf(work, cause) / stepTotal(work))}`,
        ]);
        return tooltipNode(oneLine(label, 60), rows, `one step ${duration(stepTotal(work))}`);
      },
    },
    series: causes.map((cause, index) => ({
      name: CAUSES[cause] ?? cause,
      type: 'bar',
      stack: 'step',
      barWidth: 20,
      color: colour(cause, index),
      itemStyle: { borderColor: palette.card, borderWidth: 0.5 },
      data: jobs.map(({ work }) => (100 * secondsOf(work, cause)) / stepTotal(work)),
      emphasis: { disabled: true },
    })),
  };
}

const beside = (work, narrow) =>
  narrow ? duration(stepTotal(work)) : `${duration(stepTotal(work))} · MFU ${percent(work.mfu)}`;

export function published(data) {
  const rows = data.workloads.filter((work) => work.published_step_seconds > 0 || work.published_mfu > 0);
  if (rows.length === 0) return { missing: 'No job of the scenario has published figures.' };
  const columns = [
    { title: 'Job' },
    { title: 'Simulated step', numeric: true },
    { title: 'Published step', numeric: true },
    { title: 'Error', numeric: true },
    { title: 'Simulated MFU', numeric: true },
    { title: 'Published MFU', numeric: true },
    { title: 'Error', numeric: true },
    { title: 'Source', wide: true },
  ];
  const cells = rows.map((work) => [
    oneLine(work.name, 60),
    duration(work.step_seconds),
    work.published_step_seconds > 0 ? duration(work.published_step_seconds) : '–',
    deviation(work.step_seconds, work.published_step_seconds),
    percent(work.mfu),
    work.published_mfu > 0 ? percent(work.published_mfu) : '–',
    deviation(work.mfu, work.published_mfu),
    oneLine(work.published_source, 200),
  ]);
  return {
    note: 'Error: simulated over published, less one.',
    nodes: [table('Simulated beside published step time and MFU', columns, cells)],
  };
}

function deviation(simulated, reference) {
  if (!(reference > 0) || !(simulated > 0)) return '–';
  const share = simulated / reference - 1;
  return element(
    'span',
    { class: Math.abs(share) > 0.15 ? 'alarm' : 'good' },
    `${share < 0 ? '−' : '+'}${significant(Math.abs(share) * 100, 2)}%`,
  );
}
