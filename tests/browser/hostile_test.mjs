// `node hostile_test.mjs PROGRAM SCENARIOS FOLDER`: gives everything that a user can name a name that wants to be markup or a script,
// makes every kind of page from it with the program itself, and opens the pages: nothing runs, and the names are text.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser, openPage } from './browser.mjs';

const [program, scenarios, folder] = process.argv.slice(2).map((path) => resolve(path));
if (!folder) throw new Error('usage: node hostile_test.mjs PROGRAM SCENARIOS FOLDER');

const MARKUP = '<img src=x onerror=window.hacked=2>';
const HOSTILE =
  `${MARKUP}</script><script>window.hacked=1</script><!--\u2028\u2029\u202e"'\`&{b|x}` +
  '${window.hacked=3}javascript:alert(1)';
/** A name of the catalog is a file name too. */
const FILE_HOSTILE = HOSTILE.replace(/[/]/g, '');
/** Text in double quotes of YAML: quotes, backslashes and what is not printed as escapes. */
const quoted = (text) =>
  `"${text.replace(/["\\\u0000-\u001f\u2028\u2029\u202e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
const name = (what) => quoted(`${what} ${HOSTILE}`);
const fileName = (what) => `${what} ${FILE_HOSTILE}`;

const SCENARIO = `
name: ${name('scenario')}
description: ${name('description')}
seed: 1
horizon: 6 h
site:
  base: ${quoted(fileName('site'))}
tenants:
  - {name: ${name('tenant')}, weight: 1}
curtailments:
  - {name: ${name('curtailment')}, at: 2 h, duration: 1 h, reduction: 0.25, notice: 30 min, payment: 500 $/MWh}
power_faults:
  - {name: ${name('fault')}, node: hall-00, at: 4 h, duration: 10 min}
maintenance:
  - {name: ${name('upkeep')}, scope: rack, period: 30 days, window: 2 h, notice: 30 min}
jobs:
  - name: ${name('job')}
    tenant: ${name('tenant')}
    priority: 10
    model: ${quoted(fileName('model'))}
    pod_type: ${quoted(fileName('pod'))}
    slice: 8x8x8
    parallelism: {fsdp: 512}
    global_batch: 1024
    sequence_length: 8192
    remat: full
    tokens: 15e12
    published: {step_time: 10 s, mfu: 0.4, source: ${name('source')}}
fleets:
  - name: ${name('fleet')}
    model: ${quoted(fileName('model'))}
    pod_type: ${quoted(fileName('pod'))}
    slice: 2x2x1
    prompt_tokens: 1000
    output_tokens: 300
    ttft_target: 1 s
    tpot_target: 50 ms
    peak_requests_per_second: 500
    tenants:
      count: 20
      classes: [{name: ${name('class')}, share: 1, rate_limit: 2}]
scale:
  job: ${name('job')}
  chips: [64, 512, 4096]
  strong_batch: 1024
failures: published
study:
  seeds: 2
  axes:
    - name: ${name('axis')}
      values:
        - {name: ${name('value')}}
        - {name: plain, set: {horizon: 5 h}}
  measures: [goodput, tokens_trained]
`;

/** A thing of the catalog under another name. */
function renamed(kind, from, what, change = (text) => text) {
  const text = readFileSync(join(scenarios, '../topologies/catalog', kind, `${from}.yaml`), 'utf8');
  mkdirSync(join(folder, 'catalog', kind), { recursive: true });
  const named = text.replace(/^name: .*$/m, () => `name: ${quoted(fileName(what))}`);
  writeFileSync(join(folder, 'catalog', kind, `${fileName(what)}.yaml`), change(named));
}

/** Runs the program in the folder. */
function gigapod(...words) {
  const { status, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, `gigapod ${words[0]}: ${stderr}`);
}
const run = (...words) => gigapod(...words, '--catalog', 'catalog');

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
renamed('models', 'llama3.1-8b', 'model');
renamed('pods', 'ironwood', 'pod');
renamed('sites', 'one_ironwood_pod', 'site', (text) => text.replace('type: ironwood', () => `type: ${quoted(fileName('pod'))}`));
writeFileSync(join(folder, 'hostile.yaml'), SCENARIO);
writeFileSync(join(folder, 'rows.csv'), validationRows());

/** Published rows under hostile names. */
function validationRows() {
  const [header, ...rows] = readFileSync(join(scenarios, 'validation/training.csv'), 'utf8').split('\n');
  const columns = header.split(',');
  const at = (column) => columns.indexOf(column);
  const quoted = `"${HOSTILE.replace(/"/g, '""')}"`;
  return [header, ...rows.slice(0, 3).map((row) => {
    const cells = row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ''));
    for (const column of ['system', 'model', 'notes', 'source']) cells[at(column)] = quoted;
    return cells.slice(0, columns.length).join(',');
  })].join('\n');
}

run('run', 'hostile.yaml', '--output', 'runs/one');
run('run', 'hostile.yaml', '--output', 'runs/two', '--seed', '2');
run('scale', 'hostile.yaml', '--output', 'scale');
run('sweep', 'hostile.yaml', '--output', 'sweep');
gigapod('compare', 'runs/one', 'runs/two', '--output', 'compare');
gigapod('validate', '--csv', 'rows.csv', '--output', 'validate');
run('plan', '--model', fileName('model'), '--pod', fileName('pod'), '--chips', '64', '--pipeline', '1', '--tokens', '1B', '--output', 'plan');
run('cost', '--model', fileName('model'), '--chip', 'h100', '--pod', fileName('pod'), '--tokens', '1B', '--deadline', '1day', '--output', 'cost');
run('cost', 'serving', '--model', fileName('model'), '--pod', fileName('pod'), '--chip', 'v6e', '--sample', 'azure_conv', '--duration', '2min', '--output', 'serving_cost');
run('serve', '--search', '--model', fileName('model'), '--chip', 'v6e', '--sample', 'azure_conv', '--duration', '2min', '--output', 'frontier');

/** Each page, and whose names it must show (long ones are cut). */
const PAGES = [
  ['runs/one/report.html', ['scenario', 'description', 'site', 'tenant', 'upkeep', 'job', 'fleet', 'class', 'source']],
  ['scale/report.html', ['scenario']],
  ['sweep/report.html', ['scenario', 'axis', 'value']],
  ['compare/report.html', ['job', 'fleet']],
  ['plan/report.html', ['model']],
  ['cost/report.html', ['model']],
  ['serving_cost/report.html', ['model']],
  ['frontier/frontier.html', ['model']],
  ['validate/parity.html', ['']],
];

const browser = await openBrowser({ colorScheme: 'light' });
try {
  for (const [path, named] of PAGES) {
    const built = path.endsWith('parity.html') ? '#rows tbody tr' : undefined;
    const { page, faults } = await openPage(browser.context, pathToFileURL(join(folder, path)).href, built);
    await page.evaluate(() => document.querySelectorAll('details').forEach((node) => (node.open = true)));
    const { hacked, markup, shown } = await page.evaluate(() => {
      const copy = document.body.cloneNode(true);
      copy.querySelectorAll(':scope > script').forEach((node) => node.remove()); // the page's own data and script
      return { hacked: window.hacked, markup: copy.querySelectorAll('img, iframe, script').length, shown: copy.textContent };
    });
    assert.equal(hacked, undefined, `${path}: a name ran as a script`);
    assert.equal(markup, 0, `${path}: a name became markup`);
    for (const what of named) assert.ok(shown.includes(`${what} ${MARKUP.slice(0, 20)}`.trim()), `${path}: the name of the ${what} is not shown as it is`);
    assert.deepEqual(faults, [], `${path}: no error, no warning, no dialog, no request`);
    console.log(`${path}: shown as text`);
    await page.close();
  }
} finally {
  await browser.close();
}
