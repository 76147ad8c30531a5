// A slider over simulated time with a button that plays it.
import { element } from '../dom.js';

/**
 * `columns` equal steps from the begin to the end of the run; `column()` is the one shown, `text()` what is said of it,
 * `move(column)` shows another. `buttons` stand beside Play.
 */
export function timeControl({ id, label, columns, column, text, move, buttons = [] }) {
  const output = element('output', { class: 'slider-text', for: id }, text());
  const input = element('input', {
    type: 'range',
    id,
    min: 0,
    max: columns - 1,
    step: 1,
    value: column(),
    'aria-label': label,
    'aria-valuetext': text(),
    oninput: () => move(Number(input.value)),
  });
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
  };
  const step = Math.max(1, Math.round(columns / 360));
  const start = () => {
    if (column() >= columns - 1) move(0);
    play.textContent = 'Pause';
    timer = setInterval(() => (column() >= columns - 1 ? stop() : move(Math.min(columns - 1, column() + step))), 80);
  };
  const play = element('button', { type: 'button', class: 'plain', onclick: () => (timer ? stop() : start()) }, 'Play');
  return {
    node: element('div', { class: 'slider' }, play, buttons, input, output),
    update: () => {
      input.value = column();
      input.setAttribute('aria-valuetext', text());
      output.textContent = text();
    },
  };
}
