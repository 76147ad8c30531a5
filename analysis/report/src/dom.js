// Elements are built node by node; text from a scenario only ever becomes a text node.

/** Makes an element. `attributes` are set as such; `on…` functions become listeners; strings become text nodes. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Text that may be broken after the parts of a long name, as `curtailment_payment_dollars`. */
function breakable(text) {
  if (typeof text !== 'string') return text;
  return text.split(/(?<=[a-z][_.])/).flatMap((part, i) => (i > 0 ? [document.createElement('wbr'), part] : [part]));
}

/** A table with a caption for screen readers. `columns`: {title, numeric, wide, wraps}; `rows`: arrays of text or nodes. */
export function table(caption, columns, rows) {
  const head = columns.map((column) => element('th', { scope: 'col', class: columnClass(column) }, breakable(column.title)));
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, index) => element('td', { class: columnClass(columns[index]) }, cell)),
    ),
  );
  return element(
    'div',
    { class: rows.length > 24 ? 'table-scroll long' : 'table-scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, caption),
      element('thead', {}, element('tr', {}, head)),
      element('tbody', {}, body),
    ),
  );
}

function columnClass(column) {
  return [column.numeric && 'numeric', column.wide && 'wide', column.wraps && 'wraps'].filter(Boolean).join(' ') || undefined;
}

/** A box to choose one of several names, by `choose(name)`; nothing to choose: false. */
export function picker(label, names, limit, choose) {
  return (
    names.length > 1 &&
    element(
      'select',
      { 'aria-label': label, onchange: (event) => choose(names[event.target.selectedIndex]) },
      names.map((name) => element('option', {}, oneLine(name, limit))),
    )
  );
}

/** One line of text: control characters and line breaks become spaces, long text is cut with an ellipsis. */
export function oneLine(text, limit = 80) {
  const line = String(text)
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
    .trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
