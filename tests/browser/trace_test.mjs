// Opens traces of a run and of a step in a viewer that is not ours, speedscope: node trace_test.mjs PROGRAM SCENARIO FOLDER
// It adds begin and length of spans in floating point and complains where one span is open when another ends.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.mjs';

const VIEWER = fileURLToPath(
  new URL('../../analysis/report/node_modules/speedscope/dist/release', import.meta.url),
);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };
const COMPLAINT = /Tried to end|still open/;

const [program, scenario, folder] = process.argv.slice(2).map((path) => resolve(path));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const run = (...command) => execFileSync(program, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });

run('run', scenario, '--output', 'run', '--quiet');
run('export', 'run', '--format', 'perfetto', '--output', 'life.json');
run('step', '--chip', 'v5p', '--slice', '8x16x16', '--model', 'llama3.1-70b', '--perfetto', 'step.json');
const span = (name, ts, dur) => ({ ph: 'X', name, pid: 1, tid: 1, ts, dur });
writeFileSync(join(folder, 'overlapping.json'), JSON.stringify([span('a', 0, 2), span('b', 1, 2)]));

const server = createServer((request, response) => {
  const name = new URL(request.url, 'http://localhost').pathname;
  const file = name.startsWith('/trace/') ? join(folder, name.slice(7)) : join(VIEWER, name);
  try {
    const bytes = readFileSync(file);
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await openBrowser();

/** Opens a trace; the title of the track that is shown, and the viewer's complaints. */
async function view(name) {
  const page = await browser.context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => COMPLAINT.test(message.text()) && complaints.push(message.text()));
  await page.goto(`${origin}/index.html#profileURL=/trace/${name}`);
  const title = page.getByText(/\(pid \d+\)|tid|overlapping/).first();
  await title.waitFor({ timeout: 60_000 });
  const text = await page.locator('body').innerText();
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
  return { text, complaints };
}

try {
  const wrong = await view('overlapping.json');
  assert.notEqual(wrong.complaints.length, 0, 'the viewer says where spans overlap');

  const life = await view('life.json');
  assert.match(life.text, /jobs and fleets \(pid 2\), .* \(1\/\d+\)/);
  assert.deepEqual(life.complaints, []);

  const step = await view('step.json');
  assert.match(step.text, /compute \(tid 1\) \(1\/2\)/);
  assert.deepEqual(step.complaints, []);
} finally {
  await browser.close();
  server.close();
}
