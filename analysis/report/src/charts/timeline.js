// Timeline of jobs and fleets: a row for each of them, or a row for each pod.
import { Chart, TIME_NAME, timeSlider } from '../chart.js';
import { element, oneLine } from '../dom.js';
import { count, duration, moment } from '../format.js';
import { workloadHues } from '../palette.js';
import { tooltipBox, tooltipNode } from '../plot.js';
import { PHASES, STANDBY, familiesOf, jobRows, kindRows, podRows, standbyByFleet, waitsByJob } from './timeline_rows.js';

const ROW = 26;

export function timeline(data) {
  const { jobs, pods } = data.timeline;
  if (jobs.length === 0) return { missing: 'No job was placed.' };
  const families = familiesOf(jobs);
  const many = jobs.length > 40 && families.length < jobs.length / 2;
  const own = { standby: standbyByFleet(data), waits: waitsByJob(data) };
  const shown = {
    holds: jobs.some((job) => job.segments.some(([, , , phase]) => phase === PHASES.indexOf('Held by power'))),
    standby: [...own.standby.values()].some((segments) => segments.length > 0),
    waits: [...own.waits.values()].some((waits) => waits.length > 0),
  };
  const state = { view: many ? 'kinds' : 'jobs' };
  const views = {
    kinds: () => kindRows(jobs, families, data.horizon, own),
    jobs: () => jobRows(jobs, own),
    pods: () => podRows(pods, jobs),
  };
  const rows = () => views[state.view]();
  const chart = new Chart({
    id: 'timeline',
    zoom: data.zoom,
    height: () => Math.min(26, Math.max(3, rows().length)) * (state.view === 'kinds' ? 2 : 1) * ROW + 92,
    summary: `Timeline of ${jobs.length} jobs and fleets on ${pods.reduce((sum, pod) => sum + pod.count, 0)} pods over simulated time.`,
    legend: ({ palette }) => legend(palette, families, state.view, shown),
    option: (view) => option(view, rows(), jobs, families, state.view),
  });
  const hasFleets = jobs.some((job) => job.unit === 'chips');
  const note = `A bar's height is its share of the most that its row holds, by pod of the pod's blocks; restarts too short to see are ticks at the top of a row.${hasFleets ? ' Fleets are shown by their chips, and not by pod.' : ''}`;
  return { note, charts: [chart], controls: [viewSwitch(state, chart, many)] };
}

function viewSwitch(state, chart, many) {
  const choices = [...(many ? [['kinds', 'By kind']] : []), ['jobs', 'By job'], ['pods', 'By pod']];
  const buttons = choices.map(([view, title]) =>
    element(
      'button',
      {
        type: 'button',
        'aria-pressed': String(view === state.view),
        'data-view': view,
        onclick: () => {
          state.view = view;
          for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.view === view));
          chart.draw(chart.palette);
          chart.instance.resize({ height: chart.canvas.clientHeight });
        },
      },
      title,
    ),
  );
  return element('div', { class: 'segmented', role: 'group', 'aria-label': 'Rows of the timeline' }, buttons);
}

function legend(palette, families, view, shown) {
  const hues = workloadHues(palette);
  const items =
    families.length > hues.length ? [] : families.map((name, index) => ({ name, colour: hues[index], fixed: true }));
  items.push(
    { name: 'Restarting', colour: palette.bucket.restart_lost, fixed: true },
    ...(shown.holds ? [{ name: 'Held by power', colour: palette.bucket.power_capped, fixed: true }] : []),
    ...(shown.standby && view !== 'pods' ? [{ name: STANDBY, colour: palette.bucket.idle_power_held, fixed: true }] : []),
  );
  if (view === 'jobs' && shown.waits) items.push({ name: 'Waiting', colour: palette.line, fixed: true });
  return items;
}

function option({ palette, horizon, narrow }, rows, jobs, families, view) {
  const left = narrow ? 96 : 168;
  const visible = Math.min(26, rows.length);
  const bars = rows.flatMap((row, index) => row.bars.map((bar) => ({ value: [index, ...bar] })));
  const hues = workloadHues(palette);
  const colour = (job) => hues[families.indexOf(jobs[job].family) % hues.length];
  const phaseColour = (job, phase) => [colour(job), palette.bucket.restart_lost, palette.bucket.power_capped, palette.bucket.idle_power_held][phase];
  const series = [
    {
      type: 'custom',
      data: bars,
      encode: { x: [2, 3], y: 0 },
      clip: true,
      progressive: 0,
      renderItem: (parameters, api) => bar(api, parameters.coordSys, phaseColour),
    },
  ];
  if (view === 'jobs') series.unshift(waits(rows, palette));
  if (view !== 'pods') series.push(interruptions(rows, palette));
  return {
    grid: { left, right: rows.length > visible ? 40 : 24, top: 6, bottom: 78, outerBoundsMode: 'none' },
    xAxis: { name: TIME_NAME, splitLine: { show: true, lineStyle: { color: palette.grid } } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => oneLine(row.label, 60)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      splitLine: { show: true, lineStyle: { color: palette.grid } },
      axisLabel: { color: palette.text, fontSize: 12, interval: 0, width: left - 14, overflow: 'truncate' },
    },
    dataZoom: [timeSlider(palette), ...(rows.length > visible ? rowSlider(palette, visible) : [])],
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ value, data }) => tip(palette, rows, jobs, horizon, phaseColour, value, data, view),
    },
    series,
  };
}

function bar(api, area, phaseColour) {
  const [x1, y] = api.coord([api.value(2), api.value(0)]);
  const [x2] = api.coord([api.value(3), api.value(0)]);
  const lane = api.size([0, 1])[1] * 0.8;
  const height = Math.max(1, lane * api.value(5));
  const top = y + lane / 2 - lane * api.value(4) - height;
  const left = Math.round(Math.max(area.x, x1));
  const right = Math.round(Math.min(area.x + area.width, Math.max(x2, x1 + 1)));
  if (right <= left || top + height < area.y || top > area.y + area.height) return null;
  return {
    type: 'rect',
    shape: { x: left, y: top, width: right - left, height },
    style: { fill: phaseColour(api.value(1), api.value(6)) },
  };
}

function waits(rows, palette) {
  const data = rows.flatMap((row, index) => row.waits.map(([begin, end]) => ({ value: [index, begin, end], wait: true })));
  return {
    type: 'custom',
    data,
    encode: { x: [1, 2], y: 0 },
    clip: true,
    renderItem: (parameters, api) => {
      const [x1, y] = api.coord([api.value(1), api.value(0)]);
      const [x2] = api.coord([api.value(2), api.value(0)]);
      const area = parameters.coordSys;
      const left = Math.max(area.x, x1);
      const right = Math.min(area.x + area.width, x2);
      if (right <= left) return null;
      return {
        type: 'rect',
        shape: { x: left, y: y - 4, width: right - left, height: 8, r: 3 },
        style: { fill: palette.line },
      };
    },
  };
}

function interruptions(rows, palette) {
  const data = rows.flatMap((row, index) => row.ticks.map((time) => ({ value: [index, time], tick: true })));
  return {
    type: 'custom',
    data,
    encode: { x: 1, y: 0 },
    clip: true,
    progressive: 0,
    silent: true,
    renderItem: (parameters, api) => {
      const [x, y] = api.coord([api.value(1), api.value(0)]);
      const area = parameters.coordSys;
      if (x < area.x || x > area.x + area.width) return null;
      const lane = api.size([0, 1])[1] * 0.8;
      return {
        type: 'rect',
        shape: { x: x - 0.5, y: y - lane / 2, width: 1, height: lane * 0.22 },
        style: { fill: palette.bucket.restart_lost },
      };
    },
  };
}

function rowSlider(palette, visible) {
  const common = { yAxisIndex: 0, startValue: 0, endValue: visible - 1, filterMode: 'none', zoomLock: true };
  return [
    {
      ...common,
      id: 'rows',
      type: 'inside',
      zoomOnMouseWheel: false,
      moveOnMouseWheel: 'shift',
      moveOnMouseMove: false,
    },
    {
      ...common,
      id: 'row-slider',
      type: 'slider',
      right: 10,
      width: 14,
      showDetail: false,
      brushSelect: false,
      showDataShadow: false,
      borderColor: palette.line,
      fillerColor: `${palette.accent}22`,
      backgroundColor: 'transparent',
      handleSize: 0,
      moveHandleSize: 0,
    },
  ];
}

function tip(palette, rows, jobs, horizon, phaseColour, value, data, view) {
  if (data.wait) {
    return tooltipNode(
      oneLine(rows[value[0]].label, 60),
      [[palette.line, 'Waiting', duration(value[2] - value[1])]],
      moment(value[1], horizon),
    );
  }
  const [row, job, begin, end, , , phase, blocks] = value;
  const about = jobs[job];
  const name = view === 'kinds' ? rows[row].label : about.name;
  return tooltipNode(
    oneLine(name, 60),
    [
      [phaseColour(job, phase), PHASES[phase], duration(end - begin)],
      [phaseColour(job, phase), jobs[job].unit === 'chips' ? 'Chips' : 'Blocks', count(blocks)],
      ...(name === rows[row].label ? [] : [[palette.line, 'Pod', oneLine(rows[row].label, 40)]]),
    ],
    `${moment(begin, horizon)} to ${moment(end, horizon)}`,
  );
}
