// A heat map of many rows over time, drawn as one image so that a hundred thousand cells cost nothing.
import { Chart, FONT, TIME_NAME } from '../chart.js';
import { element, oneLine } from '../dom.js';
import { rampColour } from '../palette.js';
import { moment, percent } from '../format.js';
import { GRID, tooltipBox, tooltipNode } from '../plot.js';

/**
 * Cells of `heat` {rows, columns, seconds, cells: base64 of one byte a cell, row by row; 255 = 100%} as fractions. Scaled, the
 * ramp ends at the highest of them. */
export function decode(heat, isScaled = false) {
  const text = atob(heat.cells);
  const cells = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) cells[i] = text.charCodeAt(i);
  const most = cells.reduce((peak, cell) => Math.max(peak, cell), 0) / 255;
  const highest = isScaled ? roundUp(most) : 1;
  return {
    ...heat,
    cells,
    highest,
    isFlat: most < FLAT,
    at: (row, column) => cells[row * heat.columns + column] / 255,
    column: (time) => Math.min(heat.columns - 1, Math.max(0, Math.floor(time / heat.seconds))),
  };
}

/** Below this, the 255 steps of a cell are too few to show anything. */
const FLAT = 0.02;

const roundUp = (fraction) => Math.min(1, Math.max(0.05, Math.ceil(fraction * 20) / 20));

/** Rows that still have room for their names. */
const MOST_NAMED = 34;

/** The legend of the ramp. */
export function rampLegend(palette, title, heat) {
  const stops = palette.ramp.join(', ');
  return element(
    'div',
    { class: 'ramp' },
    element('span', {}, title),
    element('span', { class: 'muted' }, '0%'),
    element('span', { class: 'ramp-bar', style: `background:linear-gradient(90deg, ${stops})` }),
    element('span', { class: 'muted' }, percent(heat.highest, 0)),
  );
}

/** Rows over time; `pick(time)` is called when a cell is chosen; `marker()` gives a time to mark. */
export function heatChart({ id, heat, zoom, summary, rowName, valueName, marker, pick }) {
  const lane = Math.min(22, 440 / heat.rows.length);
  return new Chart({
    id,
    zoom,
    summary,
    height: Math.max(40, lane * heat.rows.length) + 56,
    option: (view) => option(view, { heat, rowName, valueName, marker }),
    press:
      pick &&
      ((event, instance) => {
        if (!instance.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])) return;
        pick(instance.convertFromPixel({ xAxisIndex: 0 }, event.offsetX));
      }),
  });
}

function option({ palette, horizon, narrow }, { heat, rowName, valueName, marker }) {
  const image = paint(heat, palette);
  const many = heat.rows.length > MOST_NAMED;
  return {
    grid: { ...GRID, top: 8, left: many ? 68 : narrow ? 96 : 150 },
    xAxis: { name: TIME_NAME },
    yAxis: {
      type: 'value',
      inverse: true,
      min: 0,
      max: heat.rows.length,
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { show: false },
      name: many ? rowName : undefined,
      nameLocation: 'middle',
      nameGap: 44,
      nameTextStyle: { color: palette.muted, fontSize: 12 },
      axisLabel: { show: many, color: palette.muted, fontSize: 12, showMaxLabel: false },
      minInterval: 1,
    },
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'axis',
      axisPointer: {
        type: 'cross',
        snap: false,
        label: { show: false },
        lineStyle: { color: palette.muted },
        crossStyle: { color: palette.muted },
      },
      formatter: () => '',
    },
    axisPointer: { show: false },
    series: [
      {
        type: 'custom',
        data: [[0, 0]],
        clip: true,
        silent: true,
        renderItem: (parameters, api) => {
          const [x1, y1] = api.coord([0, 0]);
          const [x2, y2] = api.coord([heat.columns * heat.seconds, heat.rows.length]);
          return { type: 'image', style: { image, x: x1, y: y1, width: x2 - x1, height: y2 - y1 } };
        },
      },
      ...(many ? [] : [rowLabels(palette, heat, narrow)]),
      ...(marker
        ? [
            {
              id: 'marker',
              type: 'line',
              data: [],
              markLine: {
                silent: true,
                symbol: 'none',
                label: { show: false },
                lineStyle: { color: palette.alarm, width: 2, type: 'solid' },
                data: [{ xAxis: marker() }],
              },
            },
          ]
        : []),
    ],
    horizon,
    valueName,
  };
}

function rowLabels(palette, heat, narrow) {
  return {
    type: 'custom',
    silent: true,
    clip: false,
    data: heat.rows.map((_, index) => [index]),
    encode: { y: 0 },
    renderItem: (parameters, api) => ({
      type: 'text',
      style: {
        text: oneLine(heat.rows[api.value(0)], narrow ? 13 : 21),
        x: parameters.coordSys.x - 8,
        y: api.coord([0, api.value(0) + 0.5])[1],
        textAlign: 'right',
        textVerticalAlign: 'middle',
        fill: palette.text,
        font: `11.5px ${FONT}`,
      },
    }),
  };
}

/** Each cell becomes a block of pixels, so that scaling keeps its edges. */
function paint(heat, palette) {
  const canvas = document.createElement('canvas');
  const across = Math.max(1, Math.min(6, Math.floor(3000 / heat.columns)));
  const down = Math.max(1, Math.min(12, Math.floor(900 / heat.rows.length)));
  canvas.width = heat.columns * across;
  canvas.height = heat.rows.length * down;
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(canvas.width, canvas.height);
  const words = new Uint32Array(pixels.data.buffer);
  const colours = Array.from({ length: 256 }, (_, i) => {
    const [red, green, blue] = rampColour(palette, i / 255 / heat.highest);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
  for (let y = 0; y < canvas.height; y += 1) {
    const row = Math.floor(y / down) * heat.columns;
    for (let x = 0; x < canvas.width; x += 1)
      words[y * canvas.width + x] = colours[heat.cells[row + Math.floor(x / across)]];
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** A tooltip for the cell under the pointer. */
export function followPointer(chart, heat, valueName) {
  const box = element('div', { class: 'heat-tip', hidden: true });
  chart.node.append(box);
  const hide = () => {
    box.hidden = true;
  };
  chart.canvas.addEventListener('mouseleave', hide);
  chart.canvas.addEventListener('mousemove', (event) => {
    const area = chart.canvas.getBoundingClientRect();
    const at = [event.clientX - area.left, event.clientY - area.top];
    if (!chart.instance?.containPixel({ gridIndex: 0 }, at)) return hide();
    const [time, row] = chart.instance.convertFromPixel({ gridIndex: 0 }, at);
    const [r, c] = [Math.min(heat.rows.length - 1, Math.max(0, Math.floor(row))), heat.column(time)];
    box.replaceChildren(
      tooltipNode(
        oneLine(heat.rows[r], 48),
        [
          [
            `rgb(${rampColour(chart.palette, heat.at(r, c) / heat.highest).join(',')})`,
            valueName,
            percent(heat.at(r, c), 0),
          ],
        ],
        `${moment(c * heat.seconds, chart.zoom.horizon)} to ${moment(Math.min(chart.zoom.horizon, (c + 1) * heat.seconds), chart.zoom.horizon)}`,
      ),
    );
    box.hidden = false;
    const left = Math.min(at[0] + 14, area.width - box.offsetWidth - 8);
    box.style.transform = `translate(${Math.max(0, left)}px, ${at[1] + chart.canvas.offsetTop + 14}px)`;
  });
}
