// Who held each cube of a pod over time, a row a cube.
import { Chart, TIME_NAME } from '../chart.js';
import { oneLine } from '../dom.js';
import { duration, moment } from '../format.js';
import { GRID, tooltipBox, tooltipNode } from '../plot.js';
import { blockWord, look, ranges, stateColour } from './cube_states.js';

/** Every stay of `state.pod` over time, a row a cube. */
export function cubeMatrix(about, state, zoom, pick) {
  return new Chart({
    id: 'cube-matrix',
    zoom,
    summary: 'Who held each cube of the chosen pod over simulated time.',
    height: () => Math.round(Math.min(330, Math.max(60, 9 * state.pod.blocks))) + 56,
    option: (view) => matrixOption(view, about, state),
    press: (event, instance) => {
      if (!instance.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])) return;
      pick(instance.convertFromPixel({ xAxisIndex: 0 }, event.offsetX));
    },
  });
}

export const timeMark = (time) => ({ series: [{ id: 'marker', markLine: { data: [{ xAxis: time }] } }] });

function matrixOption(view, about, state) {
  const { palette, horizon } = view;
  const { pod } = state;
  const bars = pod.stays.flatMap((stay) =>
    ranges(stay[5]).map(([first, last]) => ({
      value: [stay[0], stay[1], first, last + 1],
      stay,
      ...look(palette, about, stay),
    })),
  );
  return {
    grid: { ...GRID, top: 8, show: true, backgroundColor: stateColour(palette, 'free'), borderWidth: 0 },
    xAxis: { name: TIME_NAME },
    yAxis: {
      type: 'value',
      inverse: true,
      min: 0,
      max: pod.blocks,
      minInterval: 1,
      name: `${blockWord(pod)} number`,
      nameLocation: 'middle',
      nameGap: 44,
      nameTextStyle: { color: palette.muted, fontSize: 12 },
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { show: false },
      axisLabel: { color: palette.muted, fontSize: 12, showMaxLabel: false },
    },
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ data }) => barTip(about, pod, data, horizon),
    },
    series: [
      {
        type: 'custom',
        data: bars,
        encode: { x: [0, 1], y: [2, 3] },
        clip: true,
        progressive: 0,
        renderItem: (parameters, api) => barShape(palette, api, parameters.coordSys, bars[parameters.dataIndex].colour),
      },
      {
        id: 'marker',
        type: 'line',
        data: [],
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: palette.alarm, width: 2, type: 'solid' },
          data: [{ xAxis: state.time }],
        },
      },
    ],
  };
}

function barShape(palette, api, area, fill) {
  const [x1, y1] = api.coord([api.value(0), api.value(2)]);
  const [x2, y2] = api.coord([api.value(1), api.value(3)]);
  const left = Math.max(area.x, x1);
  const right = Math.min(area.x + area.width, Math.max(x2, x1 + 1));
  if (right <= left) return null;
  const [top, bottom] = [Math.round(y1), Math.max(Math.round(y2), Math.round(y1) + 1)];
  return { type: 'rect', shape: { x: left, y: top, width: right - left, height: bottom - top }, style: { fill } };
}

function barTip(about, pod, { stay, value, colour, name, subject }, horizon) {
  const [begin, end, state, , slice] = stay;
  const [first, last] = [value[2], value[3] - 1];
  const what = state === 'held' || subject === undefined ? '' : oneLine(about.subjects[subject], 40);
  const rows = [[colour, name, what]];
  if (slice) rows.push([colour, 'Slice', `${slice} · ${about.slices[subject]}`]);
  const word = blockWord(pod);
  const title = first === last ? `${word} ${first}` : `${word}s ${first} to ${last}`;
  return tooltipNode(title, rows, `${moment(begin, horizon)} to ${moment(end, horizon)} (${duration(end - begin)})`);
}
