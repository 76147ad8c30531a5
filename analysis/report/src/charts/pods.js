// How busy every pod is: a floor of tiles at one time, with a slider, and all pods over all time.
import { Chart, FONT } from '../chart.js';
import { oneLine } from '../dom.js';
import { duration, moment, percent } from '../format.js';
import { inkOn, rampColour } from '../palette.js';
import { tooltipBox, tooltipNode } from '../plot.js';
import { decode, followPointer, heatChart, rampLegend } from './heat.js';
import { timeControl } from './time_control.js';

export function pods(data) {
  if (!data.heat.pods) return { missing: 'The run recorded no busy fraction by pod.' };
  const heat = decode(data.heat.pods);
  const state = { column: Math.floor(heat.columns / 2) };
  const floor = new Chart({
    id: 'pod-floor',
    height: (width) => floorHeight(heat.rows.length, width),
    summary: `Busy fraction of each of ${heat.rows.length} pods at the time of the slider.`,
    option: (view) => floorOption(view, heat, state.column),
  });
  const move = (column) => {
    state.column = Math.max(0, Math.min(heat.columns - 1, column));
    floor.redraw();
    matrix.instance?.setOption({
      series: [{ id: 'marker', markLine: { data: [{ xAxis: middle(heat, state.column) }] } }],
    });
    slider.update();
  };
  const matrix = heatChart({
    id: 'pod-matrix',
    heat,
    zoom: data.zoom,
    rowName: 'pod number',
    marker: () => middle(heat, state.column),
    summary: `Heat map of the busy fraction of ${heat.rows.length} rows of pods over simulated time.`,
    pick: (time) => move(heat.column(time)),
  });
  followPointer(matrix, heat, 'Busy');
  const slider = timeControl({
    id: 'pod-time',
    label: 'Simulated time of the pod map',
    columns: heat.columns,
    column: () => state.column,
    text: () =>
      `${moment(state.column * heat.seconds, data.horizon)} · mean busy ${percent(mean(heat, state.column))}`,
    move,
  });
  const folded = heat.row_members > 1 ? ` A row is the mean of ${heat.row_members} pods.` : '';
  return {
    note: `Share of a pod's chips in any kind of work, mean over each ${duration(heat.seconds)}: the tiles are the pods at one time, the map below all of them over all time.${folded}`,
    legend: (palette) => rampLegend(palette, 'Busy chips', heat),
    charts: [floor, matrix],
    between: slider.node,
  };
}

const middle = (heat, column) => (column + 0.5) * heat.seconds;

function mean(heat, column) {
  let sum = 0;
  for (let row = 0; row < heat.rows.length; row += 1) sum += heat.at(row, column);
  return sum / heat.rows.length;
}

function shape(rows, width) {
  const across = Math.max(1, Math.min(rows, Math.ceil(Math.sqrt(rows * Math.max(1, width / 260)))));
  return [across, Math.ceil(rows / across)];
}

const floorHeight = (rows, width) => {
  const [across, down] = shape(rows, width);
  return Math.round(Math.min(340, Math.max(60, down * Math.min(54, width / across)))) + 8;
};

function floorOption({ palette, width }, heat, column) {
  const [across, down] = shape(heat.rows.length, width);
  const tiles = heat.rows.map((name, row) => {
    const fraction = heat.at(row, column);
    return {
      value: [row % across, Math.floor(row / across), fraction],
      name: oneLine(name, 60),
      itemStyle: { color: `rgb(${rampColour(palette, fraction).join(',')})` },
      label: { color: inkOn(rampColour(palette, fraction)) },
    };
  });
  const roomy = width / across > 34;
  return {
    grid: { left: 2, right: 2, top: 4, bottom: 4, outerBoundsMode: 'none' },
    xAxis: { type: 'category', show: false, data: Array.from({ length: across }, (_, i) => i) },
    yAxis: { type: 'category', show: false, inverse: true, data: Array.from({ length: down }, (_, i) => i) },
    visualMap: { show: false, type: 'continuous', min: 0, max: 1, seriesIndex: [], inRange: {} },
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ data: tile }) => tooltipNode(tile.name, [[tile.itemStyle.color, 'Busy', percent(tile.value[2])]]),
    },
    series: [
      {
        type: 'custom',
        data: tiles,
        encode: { x: 0, y: 1 },
        renderItem: (parameters, api) => {
          const tile = tiles[parameters.dataIndex];
          const [x, y] = api.coord([api.value(0), api.value(1)]);
          const [w, h] = api.size([1, 1]);
          const rect = {
            type: 'rect',
            shape: { x: x - w / 2 + 1.5, y: y - h / 2 + 1.5, width: w - 3, height: h - 3, r: 3 },
            style: { fill: tile.itemStyle.color, stroke: palette.line, lineWidth: 0.5 },
          };
          if (!roomy || h < 20) return rect;
          return {
            type: 'group',
            children: [
              rect,
              {
                type: 'text',
                silent: true,
                style: {
                  text: `${Math.round(100 * tile.value[2])}`,
                  x,
                  y,
                  textAlign: 'center',
                  textVerticalAlign: 'middle',
                  fill: tile.label.color,
                  font: `12px ${FONT}`,
                },
              },
            ],
          };
        },
      },
    ],
  };
}
