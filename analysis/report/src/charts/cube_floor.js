// The cubes of a pod as tiles in their place at one time.
import { Chart, FONT } from '../chart.js';
import { oneLine } from '../dom.js';
import { duration, moment } from '../format.js';
import { inkOn } from '../palette.js';
import { tooltipBox, tooltipNode } from '../plot.js';
import { PHASES, at, blockWord, grid, look, phaseAt, phaseColour, planes } from './cube_states.js';

const GAP = 14; // between planes
const TITLE = 20; // above a plane
const LEAST = 20; // pixels of a tile before planes go to the next row
const MOST = 52;

/** Where tiles stand, as wide for their height as their blocks are, with planes in rows of `across`. */
function layout(pod, width) {
  const { count, rows, columns, isWrapped } = planes(grid(pod));
  const sides = pod.block.split('x').map(Number);
  const aspect = isWrapped ? 1 : Math.min(2, Math.max(1, sides.at(-1) / sides.at(-2)));
  const fits = Math.floor((width - 4 + GAP) / (columns * aspect * LEAST + GAP));
  const across = Math.max(1, Math.min(count, fits));
  const room = (width - 4 - (across - 1) * GAP) / (across * columns * aspect);
  const high = Math.max(6, Math.min(MOST, Math.floor(room)));
  const wide = Math.floor(high * aspect);
  const title = count > 1 ? TITLE : 0;
  const plane = { wide: columns * wide + GAP, high: rows * high + title + 6 };
  const place = (block) => {
    const index = Math.floor(block / (rows * columns));
    const [row, column] = [Math.floor(block / columns) % rows, block % columns];
    const [x, y] = [(index % across) * plane.wide, Math.floor(index / across) * plane.high];
    return { plane: index, row, column, x: 2 + x + column * wide, y: 2 + y + title + row * high };
  };
  return {
    count,
    rows,
    columns,
    wide,
    high,
    title,
    place,
    isWrapped,
    height: Math.ceil(count / across) * plane.high + 4,
  };
}

function tiles(view, about, pod, time) {
  const place = layout(pod, view.width);
  const cubes = at(pod, time);
  const key = (block) => (cubes[block]?.[2] === 'held' ? `${cubes[block][3]}/${cubes[block][4]}` : '');
  return Array.from({ length: pod.blocks }, (_, block) => {
    const stay = cubes[block];
    const spot = place.place(block);
    const phase = stay?.[2] === 'held' ? phaseAt(about.phases, stay[3], time) : undefined;
    const isOne = (other, isNeighbour) => isNeighbour && key(block) !== '' && key(block) === key(other);
    return {
      block,
      stay,
      phase,
      ...spot,
      ...look(view.palette, about, stay),
      joins: {
        left: isOne(block - 1, spot.column > 0),
        right: isOne(block + 1, spot.column + 1 < place.columns),
        up: isOne(block - place.columns, spot.row > 0),
        down: isOne(block + place.columns, spot.row + 1 < place.rows),
      },
    };
  });
}

/** Tiles of one slice touch each other; the others have a gap around them. */
function tileShape(palette, tile, { wide, high }, label) {
  const { joins, x, y } = tile;
  const inset = (isJoined) => (isJoined ? 0.25 : 2);
  const left = x + inset(joins.left);
  const top = y + inset(joins.up);
  const box = {
    x: left,
    y: top,
    width: x + wide - inset(joins.right) - left,
    height: y + high - inset(joins.down) - top,
  };
  const round = (a, b) => (a || b ? 0 : Math.min(4, high / 6));
  const corners = [
    round(joins.left, joins.up),
    round(joins.right, joins.up),
    round(joins.right, joins.down),
    round(joins.left, joins.down),
  ];
  const isFree = !tile.stay;
  const parts = [
    {
      type: 'rect',
      shape: { ...box, r: corners },
      style: { fill: tile.colour, stroke: palette.line, lineWidth: isFree ? 1 : 0 },
    },
  ];
  if (tile.phase) {
    const height = Math.max(3, high * 0.24);
    const band = { x: box.x, y: box.y + box.height - height, width: box.width, height };
    parts.push({
      type: 'rect',
      silent: true,
      shape: band,
      style: { fill: phaseColour(palette, tile.phase[3]), stroke: palette.card, lineWidth: 1 },
    });
  }
  if (label && high >= LEAST) {
    parts.push({
      type: 'text',
      silent: true,
      style: {
        text: label,
        x: x + wide / 2,
        y: y + high * (tile.phase ? 0.4 : 0.5),
        textAlign: 'center',
        textVerticalAlign: 'middle',
        fill: inkOn(tile.colour),
        font: `${high >= 28 ? 12 : 10}px ${FONT}`,
      },
    });
  }
  return { type: 'group', children: parts };
}

function label(tile, about) {
  const [, , state, subject, slice] = tile.stay ?? [];
  const isFirst = !tile.joins.left && !tile.joins.up;
  if (state === 'held') return isFirst && slice && about.hasSlices.has(subject) ? String(slice) : '';
  return { repair: '×', outage: '×', maintenance: '×' }[state] ?? '';
}

function tip(view, about, pod, tile, horizon) {
  const { palette } = view;
  const [begin, end, state, subject, slice] = tile.stay ?? [];
  const word = blockWord(pod);
  const spot = tile.count > 1 ? `, plane ${tile.plane}` : '';
  const place = tile.isWrapped ? '' : `${spot}, row ${tile.row}, column ${tile.column}`;
  const title = `${word[0].toUpperCase()}${word.slice(1)} ${tile.block}${place}`;
  const rows = [[tile.colour, tile.name, state && state !== 'held' ? oneLine(about.subjects[subject], 40) : '']];
  if (slice) rows.push([tile.colour, 'Slice', `${slice} · ${about.slices[subject]}`]);
  if (state === 'held' && slice) {
    rows.push(
      tile.phase
        ? [phaseColour(palette, tile.phase[3]), PHASES[tile.phase[3]], `since ${moment(tile.phase[1], horizon)}`]
        : [tile.colour, 'Running', ''],
    );
  }
  const foot = tile.stay && `${moment(begin, horizon)} to ${moment(end, horizon)} (${duration(end - begin)})`;
  return tooltipNode(title, rows, foot);
}

/** The tiles at `state.time` of `state.pod`. */
export function cubeFloor(about, state, horizon) {
  return new Chart({
    id: 'cube-floor',
    summary:
      'Tiles of the cubes of the chosen pod, each in its place and in the colour of who holds it at the time of the slider.',
    height: (width) => layout(state.pod, width).height,
    option: (view) => {
      const place = layout(state.pod, view.width);
      const all = tiles(view, about, state.pod, state.time).map((tile) => ({
        ...tile,
        count: place.count,
        isWrapped: place.isWrapped,
      }));
      return floorOption(view, about, state.pod, place, all, horizon);
    },
  });
}

function floorOption(view, about, pod, place, all, horizon) {
  const { palette, width } = view;
  const axis = (max, more) => ({ type: 'value', show: false, min: 0, max, ...more });
  const titles = place.title
    ? Array.from({ length: place.count }, (_, plane) => place.place(plane * place.rows * place.columns))
    : [];
  const text = ({ plane, x, y }) => ({
    type: 'text',
    silent: true,
    style: {
      text: `plane ${plane}`,
      x,
      y: y - 6,
      textVerticalAlign: 'bottom',
      fill: palette.muted,
      font: `12px ${FONT}`,
    },
  });
  return {
    grid: { left: 0, right: 0, top: 0, bottom: 0, outerBoundsMode: 'none' },
    xAxis: axis(width),
    yAxis: axis(place.height, { inverse: true }),
    tooltip: {
      ...tooltipBox(palette),
      trigger: 'item',
      formatter: ({ dataIndex }) => tip(view, about, pod, all[dataIndex], horizon),
    },
    series: [
      {
        type: 'custom',
        silent: true,
        data: titles.map(({ x, y }) => [x, y]),
        renderItem: ({ dataIndex }) => text(titles[dataIndex]),
      },
      {
        type: 'custom',
        data: all.map(({ x, y }) => [x, y]),
        renderItem: ({ dataIndex }) => tileShape(palette, all[dataIndex], place, label(all[dataIndex], about)),
      },
    ],
  };
}
