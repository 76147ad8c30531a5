// One chart: its drawing, theme, legend, linked time zoom and keyboard.
import { init } from './echarts.js';
import { element, oneLine } from './dom.js';
import { moment, timeTick } from './format.js';

const SPACINGS = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 1296000,
  2592000, 5184000, 8640000,
];

/** The range of simulated time that all time charts show together. */
export class TimeZoom {
  constructor(horizon) {
    this.horizon = horizon;
    this.range = [0, horizon];
    this.followers = new Set();
    this.listeners = new Set();
  }

  set(begin, end, source) {
    const least = Math.max(this.horizon / 5000, 1e-6);
    const from = Math.max(0, Math.min(begin, this.horizon - least));
    const to = Math.min(this.horizon, Math.max(end, from + least));
    if (from === this.range[0] && to === this.range[1]) return;
    this.range = [from, to];
    for (const chart of this.followers) chart.showRange(source === chart);
    for (const listener of this.listeners) listener(this.range);
  }

  /** Zooms by a factor about the middle, or pans by a share of the range. */
  zoom(factor, pan = 0) {
    const [from, to] = this.range;
    const width = Math.min(this.horizon, (to - from) * factor);
    const middle = Math.min(this.horizon - width / 2, Math.max(width / 2, (from + to) / 2 + pan * (to - from)));
    this.set(middle - width / 2, middle + width / 2);
  }
}

export class Chart {
  /**
   * `option(view)` gives the ECharts option for a view {palette, width, narrow, horizon, range}; `summary` is the
   * sentence a screen reader says. With `zoom` the first x axis is simulated time and follows the others.
   */
  constructor({ id, summary, height, option, zoom, legend, press }) {
    Object.assign(this, { id, option, zoom, legend, press });
    this.height = height;
    this.canvas = element('div', {
      class: 'chart',
      id: `chart-${id}`,
      tabindex: '0',
      role: 'figure',
      'aria-label': summary,
      style: `height:${this.pixelHeight()}px`,
    });
    this.legendNode = element('div', { class: 'legend', role: 'group', 'aria-label': 'Series shown' });
    this.node = element('div', { class: 'chart-frame' }, this.legendNode, this.canvas);
    this.hidden = new Set();
    if (zoom) {
      this.canvas.addEventListener('keydown', (event) => this.key(event));
      this.canvas.dataset.range = zoom.range.join(' ');
    }
  }

  pixelHeight() {
    return typeof this.height === 'function' ? this.height(this.canvas?.clientWidth ?? 1000) : this.height;
  }

  view() {
    const width = this.canvas.clientWidth || 1000;
    return {
      palette: this.palette,
      width,
      narrow: width < 560,
      horizon: this.zoom?.horizon,
      range: this.zoom?.range,
      hidden: this.hidden,
    };
  }

  draw(palette) {
    this.palette = palette;
    this.canvas.style.height = `${this.pixelHeight()}px`;
    if (!this.instance) {
      this.instance = init(this.canvas, undefined, { renderer: 'canvas' });
      this.canvas.removeAttribute('_echarts_instance_');
      if (this.zoom) this.follow();
      if (this.press) this.instance.getZr().on('click', (event) => this.press(event, this.instance));
    }
    const option = this.option(this.view());
    option.animation = false;
    option.textStyle = { fontFamily: FONT, color: palette.text, ...option.textStyle };
    if (this.zoom) this.applyTime(option);
    this.drawLegend();
    this.instance.setOption(option, { notMerge: true });
    this.canvas.dataset.drawn = 'true';
  }

  resize() {
    if (!this.instance || this.canvas.clientWidth === 0 || this.canvas.clientWidth === this.instance.getWidth())
      return;
    this.canvas.style.height = `${this.pixelHeight()}px`;
    this.instance.resize();
    this.draw(this.palette);
  }

  redraw() {
    if (this.instance) this.draw(this.palette);
  }

  // -- legend ---------------------------------------------------------------------------------------------------
  drawLegend() {
    const items = this.legend ? this.legend(this.view()) : [];
    this.legendNode.replaceChildren(...items.map((item) => this.legendButton(item)));
  }

  legendButton({ name, colour, shape = 'square', fixed }) {
    const swatch = element('span', { class: `swatch ${shape}`, style: `--swatch:${colour}` });
    if (fixed) return element('span', { class: 'legend-item' }, swatch, oneLine(name, 40));
    return element(
      'button',
      {
        type: 'button',
        class: 'legend-item',
        'aria-pressed': String(!this.hidden.has(name)),
        title: 'Show or hide',
        onclick: () => {
          if (!this.hidden.delete(name)) this.hidden.add(name);
          this.redraw();
        },
      },
      swatch,
      oneLine(name, 40),
    );
  }

  // -- simulated time -------------------------------------------------------------------------------------------
  follow() {
    this.zoom.followers.add(this);
    this.instance.on('datazoom', (event) => {
      const change = event.batch?.[0] ?? event;
      if (this.isSyncing || !String(change.dataZoomId ?? '').startsWith('time')) return;
      const { horizon } = this.zoom;
      const begin = change.startValue ?? (change.start / 100) * horizon;
      const end = change.endValue ?? (change.end / 100) * horizon;
      this.zoom.set(begin, end, this);
    });
  }

  timeAxes() {
    return this.timeAxisCount ?? 1;
  }

  showRange(isSource) {
    const [startValue, endValue] = this.zoom.range;
    this.canvas.dataset.range = `${startValue} ${endValue}`;
    if (!this.instance) return;
    this.isSyncing = true;
    if (!isSource) this.instance.dispatchAction({ type: 'dataZoom', dataZoomId: 'time', startValue, endValue });
    const spacing = timeSpacing(this.zoom.range, this.canvas.clientWidth);
    this.instance.setOption({ xAxis: Array.from({ length: this.timeAxes() }, () => ({ interval: spacing })) });
    this.isSyncing = false;
  }

  applyTime(option) {
    const [startValue, endValue] = this.zoom.range;
    const spacing = timeSpacing(this.zoom.range, this.canvas.clientWidth);
    const axes = Array.isArray(option.xAxis) ? option.xAxis : [option.xAxis ?? {}];
    this.timeAxisCount = axes.length;
    const { palette } = this;
    option.xAxis = axes.map((axis) => ({
      type: 'value',
      min: 0,
      max: this.zoom.horizon,
      interval: spacing,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { lineStyle: { color: palette.line } },
      splitLine: { show: false },
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: palette.muted, fontSize: 12 },
      ...axis,
      axisLabel: {
        color: palette.muted,
        fontSize: 12,
        hideOverlap: true,
        showMaxLabel: null,
        formatter: (value) => this.tick(value),
        ...axis.axisLabel,
      },
    }));
    const all = axes.map((_, index) => index);
    const inside = {
      id: 'time',
      type: 'inside',
      xAxisIndex: all,
      startValue,
      endValue,
      filterMode: 'none',
      zoomOnMouseWheel: 'ctrl',
      moveOnMouseWheel: false,
      minValueSpan: Math.max(this.zoom.horizon / 5000, 1e-6),
    };
    option.dataZoom = [inside, ...(option.dataZoom ?? [])];
  }

  tick(value) {
    const spacing = timeSpacing(this.zoom.range, this.canvas.clientWidth);
    const onGrid = Math.abs(value / spacing - Math.round(value / spacing)) < 1e-6;
    return onGrid ? timeTick(value, spacing, this.zoom.horizon) : '';
  }

  key(event) {
    const actions = {
      '+': () => this.zoom.zoom(0.5),
      '=': () => this.zoom.zoom(0.5),
      '-': () => this.zoom.zoom(2),
      ArrowLeft: () => this.zoom.zoom(1, -0.25),
      ArrowRight: () => this.zoom.zoom(1, 0.25),
      0: () => this.zoom.set(0, this.zoom.horizon),
      Home: () => this.zoom.set(0, this.zoom.horizon),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    actions[event.key]();
  }
}

export const FONT = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Seconds between ticks so that their labels fit: days are short, days with hours are long. */
export function timeSpacing([from, to], width) {
  const pixel = (to - from) / Math.max(200, width - 120);
  return SPACINGS.find((spacing) => spacing >= pixel * (spacing >= 86400 ? 56 : 92)) ?? SPACINGS.at(-1);
}

/** A slider under the plot for charts that carry one. */
export function timeSlider(palette, bottom = 8) {
  return {
    id: 'time-slider',
    type: 'slider',
    xAxisIndex: 0,
    bottom,
    height: 18,
    filterMode: 'none',
    brushSelect: false,
    showDetail: false,
    showDataShadow: false,
    borderColor: palette.line,
    fillerColor: `${palette.accent}22`,
    backgroundColor: 'transparent',
    handleSize: '120%',
    moveHandleSize: 0,
    labelFormatter: '',
    handleStyle: { color: palette.card, borderColor: palette.accent },
    emphasis: { handleStyle: { borderColor: palette.accent } },
  };
}

/** Title of a time axis. */
export const TIME_NAME = 'simulated time';
export const momentText = moment;
