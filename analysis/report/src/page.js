// The page: sections of cards, theme, print, and the order in which charts are drawn.
import { element } from './dom.js';
import { palettes } from './palette.js';
import { moment } from './format.js';

/** Nodes of cards [[id, title, content]]: neighbours that are missing for one reason share a line that says so. */
export function cards(list, charts) {
  const nodes = [];
  let reason;
  for (const [id, title, content] of list) {
    if (!content.missing) nodes.push(card(id, title, content, charts));
    else if (content.missing === reason) nodes.at(-1).querySelector('strong:last-of-type').after(', ', element('strong', { id }, title));
    else nodes.push(element('p', { class: 'missing' }, element('strong', { id }, title), ` – ${content.missing}`));
    reason = content.missing;
  }
  return nodes;
}

/** Makes a card of a section {note, charts, nodes, controls, legend, between}. */
function card(id, title, content, charts) {
  const frames = (content.charts ?? []).map((chart) => chart.node);
  charts.push(...(content.charts ?? []));
  const legend = content.legend && element('div', { class: 'themed-legend' });
  if (legend)
    charts.push({ draw: (palette) => legend.replaceChildren(content.legend(palette)), resize() {}, canvas: null });
  const [first, ...rest] = frames;
  return element(
    'article',
    { class: 'card', id, 'aria-label': title },
    element('header', {}, element('h3', {}, title), element('div', { class: 'controls' }, content.controls)),
    content.note && element('p', { class: 'note' }, content.note),
    content.lead,
    content.isLegendLate ? null : legend,
    first,
    content.between,
    content.isLegendLate ? legend : null,
    rest,
    content.nodes,
  );
}

/** Draws what is in view first, the rest when idle; redraws on theme, size and print. */
export class Page {
  constructor(charts) {
    this.charts = charts;
    this.setTheme(preferred());
  }

  start() {
    const queue = [...this.charts].sort((a, b) => top(a) - top(b));
    const next = () => {
      const begin = performance.now();
      while (queue.length && performance.now() - begin < 80) {
        const chart = queue.shift();
        const start = performance.now();
        chart.draw(this.palette);
        performance.measure(chart.id ?? 'legend', { start });
      }
      if (queue.length) setTimeout(next, 0);
      else {
        performance.mark('ready');
        document.documentElement.dataset.ready = 'true';
      }
    };
    next();
    let frame = 0;
    new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.charts.forEach((chart) => chart.resize()));
    }).observe(document.querySelector('main'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener(
      'change',
      () => !this.isChosen && this.paint(preferred()),
    );
    addEventListener('beforeprint', () => {
      this.before = this.palette.name;
      document.querySelectorAll('details.warnings').forEach((details) => {
        details.open = true;
      });
      this.fit(true);
      this.paint('light');
    });
    addEventListener('afterprint', () => {
      this.fit(false);
      this.paint(this.before);
    });
  }

  /** Charts as wide as on paper, or as the window. */
  fit(isPrinting) {
    document.documentElement.toggleAttribute('data-printing', isPrinting);
    this.charts.forEach((chart) => chart.resize());
  }

  setTheme(name) {
    this.palette = palettes[name];
    const root = document.documentElement;
    root.dataset.theme = name;
    for (const key of ['page', 'card', 'text', 'muted', 'line', 'grid', 'accent', 'alarm', 'good'])
      root.style.setProperty(`--${key}`, this.palette[key]);
  }

  paint(name) {
    this.setTheme(name);
    this.charts.forEach((chart) => chart.draw(this.palette));
    this.onTheme?.(name);
  }

  themeButton() {
    const title = () => (this.palette.name === 'dark' ? 'Light' : 'Dark');
    const button = element(
      'button',
      {
        type: 'button',
        id: 'theme',
        class: 'plain',
        title: 'Switch between light and dark',
        onclick: () => {
          this.isChosen = true;
          this.paint(this.palette.name === 'dark' ? 'light' : 'dark');
        },
      },
      title(),
    );
    this.onTheme = () => {
      button.textContent = title();
    };
    return button;
  }
}

const top = (chart) => (chart.canvas ? chart.canvas.getBoundingClientRect().top : -1);
const preferred = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** The bar at the top: name, links to sections, zoom reset, theme, print. */
export function topBar({ title, links, page, zoom }) {
  const range = element('button', {
    type: 'button',
    id: 'zoom-reset',
    class: 'plain',
    hidden: true,
    title: 'Show the whole run again',
    onclick: () => zoom.set(0, zoom.horizon),
  });
  zoom?.listeners.add(([from, to]) => {
    range.hidden = from === 0 && to === zoom.horizon;
    range.textContent = `${moment(from, zoom.horizon)} – ${moment(to, zoom.horizon)}  ×`;
  });
  return element(
    'header',
    { class: 'bar' },
    element(
      'div',
      { class: 'bar-inner' },
      element(
        'a',
        { href: '#overview', class: 'brand' },
        element('span', { class: 'brand-mark', 'aria-hidden': 'true' }),
        title,
      ),
      element(
        'nav',
        { 'aria-label': 'Sections' },
        links.map(([id, name]) => element('a', { href: `#${id}` }, name)),
      ),
      element(
        'div',
        { class: 'bar-actions' },
        range,
        page.themeButton(),
        element('button', { type: 'button', class: 'plain print-button', onclick: () => print() }, 'Print'),
      ),
    ),
  );
}
