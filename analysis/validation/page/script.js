"use strict";
// Draws the page from the rows in #data: no library, no network.
const data = JSON.parse(document.getElementById("data").textContent);
// Colours that stay apart for colour-blind readers (Okabe and Ito, 2008), on light and on dark paper.
const colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a6d00", "#8f8fff", "#7a7a7a"];
const names = [...new Set(data.rows.map(nameOf))].sort();
const isGpu = name => /^[abghl]\w*\d{3}/.test(name);
// GPUs are squares and count their colours apart, so that no two marks look alike.
const ranks = new Map([true, false].flatMap(kind => names.filter(name => isGpu(name) === kind).map((name, i) => [name, i])));
const hidden = new Set();
const byId = id => document.getElementById(id);
const svgSpace = "http://www.w3.org/2000/svg";

/** What a mark's colour tells apart: chips, and kinds of collectives that are played as flows. */
function nameOf(row) { return row.kind === "flows" ? row.family.replace(" flows", "") : row.chip || "all"; }
function colourOf(name) { return colours[ranks.get(name) % colours.length]; }
function percent(x, digits = 1) {
  return (x < 0 ? "\u2212" : x > 0 ? "+" : "") + Math.abs(100 * x).toFixed(digits) + "%";
}
function number(x) { return x >= 1000 ? Math.round(x).toLocaleString("en") : String(+x.toPrecision(4)); }

function make(tag, attributes = {}, ...children) {
  const isSvg = ["svg", "g", "line", "rect", "circle", "text", "path", "title"].includes(tag);
  const element = isSvg ? document.createElementNS(svgSpace, tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function tipText(row) {
  const lines = [`${row.id}: ${row.subject}`, `${row.family}`,
    `measured ${number(row.measured)}, simulated ${number(row.simulated)} ${row.unit} (${percent(row.error)})`];
  if (row.dominant) lines.push(`most time in ${row.dominant}`);
  return lines.concat(row.warnings.slice(0, 3)).join("\n");
}

function showTip(event, row) {
  const tip = byId("tip");
  tip.textContent = tipText(row);
  tip.hidden = false;
  const box = event.target.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(box.right + 10, innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = Math.max(4, Math.min(box.top - 8, innerHeight - tip.offsetHeight - 8)) + "px";
}

function choose(row) {
  document.querySelectorAll(".chosen").forEach(element => element.classList.remove("chosen"));
  document.querySelectorAll(`[data-id="${CSS.escape(row.id)}"]`).forEach(element => element.classList.add("chosen"));
}

function mark(row, x, y) {
  const name = nameOf(row);
  const shape = isGpu(name) ? ["rect", {x: (x - 4.8).toFixed(1), y: (y - 4.8).toFixed(1), width: 9.6, height: 9.6}]
    : ["circle", {cx: x.toFixed(1), cy: y.toFixed(1), r: 5.5}];
  return make(shape[0], {class: row.excluded ? "mark excluded" : "mark", ...shape[1], fill: colourOf(name), tabindex: 0, "data-id": row.id, "aria-label": tipText(row), onmouseenter: event => showTip(event, row),
    onfocus: event => showTip(event, row), onmouseleave: () => { byId("tip").hidden = true; },
    onblur: () => { byId("tip").hidden = true; }, onclick: () => choose(row)});
}

/** 1, 2 and 5 times powers of ten, fewer where there are many decades; even steps where there is not even one. */
function ticks(low, high) {
  const result = [];
  const add = value => { if (value >= low * 0.999 && value <= high * 1.001) result.push(value); };
  if (high < 3 * low) {
    const step = [1, 2, 5, 10, 20, 50].map(step => step * 10 ** Math.floor(Math.log10(high - low) - 1))
      .find(step => (high - low) / step <= 7);
    for (let i = Math.ceil(low / step); i * step <= high; ++i) add(i * step);
    return result;
  }
  const steps = Math.log10(high / low) > 2.5 ? [1] : [1, 2, 5];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); ++power) {
    steps.forEach(step => add(step * 10 ** power));
  }
  return result;
}

function drawParity(rows, unit) {
  const side = 540, left = 78, top = 12;
  const [across, up] = {flows: ["SimGrid flows", "closed form"], requests: ["request by request", "closed form"]}[rows[0].kind] ||
    ["measured", "simulated"];
  const values = rows.flatMap(row => [row.measured, row.simulated]).filter(value => value > 0);
  const low = Math.min(...values) / 1.15, high = Math.max(...values) * 1.15;
  const at = value => side * Math.log(value / low) / Math.log(high / low);
  const x = value => left + at(value), y = value => top + side - at(value);
  const svg = make("svg", {viewBox: `0 0 ${side + left + 20} ${side + top + 58}`, role: "img",
    "aria-label": `${up} against ${across}, ${unit}`});
  const clip = value => Math.min(high, Math.max(low, value));
  for (const off of [0.25, 0.1]) {
    const path = [[low, 1 + off], [high, 1 + off], [high, 1 / (1 + off)], [low, 1 / (1 + off)]]
      .map(([value, factor]) => `${x(clip(value))},${y(clip(value * factor))}`).join("L");
    svg.append(make("path", {class: "band", d: `M${path}Z`}));
  }
  for (const value of ticks(low, high)) {
    svg.append(make("line", {class: "grid", x1: x(value), x2: x(value), y1: top, y2: top + side}),
      make("line", {class: "grid", x1: left, x2: left + side, y1: y(value), y2: y(value)}),
      make("text", {x: x(value), y: top + side + 18, "text-anchor": "middle"}, number(value)),
      make("text", {x: left - 8, y: y(value) + 4, "text-anchor": "end"}, number(value)));
  }
  svg.append(make("line", {class: "zero", x1: left, y1: top + side, x2: left + side, y2: top}),
    make("text", {x: left + side / 2, y: top + side + 44, "text-anchor": "middle"}, `${across}, ${unit}`),
    make("text", {x: 14, y: top + side / 2, "text-anchor": "middle",
      transform: `rotate(-90 14 ${top + side / 2})`}, `${up}, ${unit}`));
  for (const row of rows) if (!hidden.has(nameOf(row))) svg.append(mark(row, x(row.measured), y(row.simulated)));
  byId("parity").replaceChildren(svg);
  drawLegend(rows);
}

function drawLegend(rows) {
  const shown = names.filter(name => rows.some(row => nameOf(row) === name));
  byId("legend").replaceChildren(...shown.map(name => {
    const toggle = () => { if (!hidden.delete(name)) hidden.add(name); draw(); };
    return make("li", {}, make("button", {class: hidden.has(name) ? "off" : "", "aria-pressed": !hidden.has(name),
      onclick: toggle}, make("i", {class: isGpu(name) ? "square" : "", style: `background:${colourOf(name)}`}), name));
  }));
}

function drawErrors() {
  const families = [...new Set(data.rows.filter(row => row.kind !== "ranking").map(row => row.family))];
  const left = 250, width = 640, high = 24, top = 10;
  const limit = 0.4;
  const x = error => left + width * (Math.max(-limit, Math.min(limit, error)) + limit) / (2 * limit);
  const bottom = top + families.length * high;
  const svg = make("svg", {viewBox: `0 0 ${left + width + 30} ${bottom + 30}`, role: "img", "aria-label": "errors"});
  svg.append(make("rect", {class: "band", x: x(-0.1), width: x(0.1) - x(-0.1), y: top, height: bottom - top}));
  for (const tick of [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4]) {
    svg.append(make("line", {class: tick === 0 ? "zero" : "grid", x1: x(tick), x2: x(tick), y1: top, y2: bottom}),
      make("text", {x: x(tick), y: bottom + 18, "text-anchor": "middle"},
        (Math.abs(tick) < limit ? "" : tick < 0 ? "\u2264 " : "\u2265 ") + percent(tick, 0)));
  }
  families.forEach((family, i) => {
    const y = top + (i + 0.5) * high;
    svg.append(make("text", {x: left - 12, y: y + 4, "text-anchor": "end"}, family));
    for (const row of data.rows) if (row.family === family) svg.append(mark(row, x(row.error), y));
  });
  byId("errors").replaceChildren(svg);
}

function table(head, lines) {
  const cell = (tag, content, kind) => make(tag, kind ? {class: kind} : {}, content);
  return make("table", {}, make("thead", {}, make("tr", {}, ...head.map(([text, kind]) => cell("th", text, kind)))),
    make("tbody", {}, ...lines.map(line => make("tr", {}, ...line.map((text, i) => cell("td", text, head[i][1]))))));
}

function drawTables() {
  byId("targets").replaceChildren(make("h2", {}, "Targets"), table([["target", "text"], ["reached"], ["wanted"], [""]],
    data.targets.map(target => [target.what, target.reached, target.wanted,
      make("span", {class: target.met ? "pass" : "fail"}, target.met ? "pass" : "fail")])));
  byId("scores").replaceChildren(make("h2", {}, "Absolute errors"),
    table([["rows of", "text"], ["rows"], ["median"], ["mean"], ["90th percentile"], ["largest"]],
      data.scores.map(score => [score.family, score.rows, score.median, score.mean, score.p90, score.worst])));
  if (data.left_out.length) {
    byId("left").replaceChildren(make("details", {},
      make("summary", {}, make("h2", {}, `${data.left_out.length} rows left out`)),
      table([["row", "text tight"], ["what", "text"], ["why", "text"]],
        data.left_out.map(row => [row.id, `${row.system} ${row.subject}`, row.reason]))));
  }
}

const columns = [["id", "row", "text tight"], ["family", "family", "text tight"], ["subject", "what", "text what"],
  ["measured", "measured", ""], ["simulated", "simulated", ""], ["unit", "unit", "text tight"], ["error", "error", ""],
  ["dominant", "most time in", "text"], ["notes", "notes", "text notes"]];
let sorted = {key: "", isUp: true};

function drawRows() {
  const words = byId("filter").value.toLowerCase().split(/[\s,]+/).filter(Boolean);
  const rows = data.rows.filter(row => words.every(word => JSON.stringify(row).toLowerCase().includes(word)));
  const value = row => sorted.key === "error" ? Math.abs(row.error) : row[sorted.key];
  if (sorted.key) rows.sort((a, b) => (value(a) > value(b) ? 1 : value(a) < value(b) ? -1 : 0) * (sorted.isUp ? 1 : -1));
  const sort = key => { sorted = {key, isUp: sorted.key === key ? !sorted.isUp : key !== "error"}; drawRows(); };
  const shown = {measured: number, simulated: number, error: percent};
  const cell = (row, key, kind) => make("td", {class: kind},
    key === "notes" ? row.warnings.join("; ") : shown[key] ? shown[key](row[key]) : row[key]);
  byId("rows").replaceChildren(
    make("thead", {}, make("tr", {}, ...columns.map(([key, text, kind]) => make("th", {class: kind},
      make("button", {onclick: () => sort(key)}, text + (sorted.key === key ? (sorted.isUp ? " \u25b2" : " \u25bc") : "")))))),
    make("tbody", {}, ...rows.map(row => make("tr", {"data-id": row.id, onclick: () => choose(row)},
      ...columns.map(([key, , kind]) => cell(row, key, kind))))));
  byId("count").textContent = `${rows.length} of ${data.rows.length} rows`;
}

const groups = new Map();
for (const row of data.rows) {
  if (row.kind === "ranking") continue;
  const name = {training: "training", flows: "closed form against flows", slices: "multi-slice throughput", serving: "serving",
    "serving roofline": "serving roofline", requests: "serving closed form against requests"}[row.kind] ||
    "collectives";
  const label = `${name}, ${row.kind === "slices" ? "%" : row.unit}`;
  groups.set(label, [...(groups.get(label) || []), row]);
}
let group = groups.keys().next().value;

function draw() {
  if (!group) return;
  byId("groups").replaceChildren(...[...groups].map(([label, rows]) => make("button", {role: "tab",
    "aria-selected": label === group, onclick: () => { group = label; draw(); }}, `${label} (${rows.length})`)));
  const rows = groups.get(group);
  drawParity(rows, group.slice(group.lastIndexOf(", ") + 2));
}

drawTables();
draw();
drawErrors();
drawRows();
byId("filter").addEventListener("input", drawRows);
