// `node runs_test.mjs PROGRAM SCENARIOS FOLDER`: reports of shipped scenarios, and of a small one, in Chromium. What one part of a page says, the
// others must not contradict.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser, openPage } from './browser.mjs';

const STANDBY = 'On standby for want of power';
const texts = (page, selector) => page.locator(selector).allTextContents();
const text = (page, selector) => page.locator(selector).first().textContent();
const dataOf = (page) => page.evaluate(() => JSON.parse(document.getElementById('report-data').textContent));
const percentIn = (words) => words.match(/>?[\d.]+%/)[0];

/** The tooltip of the timeline by job at a time, in the row of a job, at a height of its lane from 0 (foot) to 1. */
async function timelineTip(page, data, name, time, height) {
  const isJob = (job) => job.kind !== 'serving';
  const jobs = data.timeline.jobs;
  const rows = [...jobs.filter((job) => !isJob(job)), ...jobs.filter(isJob)].map((job) => job.name);
  const chart = page.locator('#chart-timeline');
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  const visible = Math.min(26, rows.length);
  const [left, right, top, foot] = [168, rows.length > visible ? 40 : 24, 6, 78]; // margins of the plot
  const pitch = (box.height - top - foot) / visible;
  const x = left + (time / data.horizon) * (box.width - left - right);
  const y = top + (rows.indexOf(name) + 0.9 - 0.8 * height) * pitch;
  await page.mouse.move(0, 0);
  await chart.hover({ position: { x, y } });
  await page.waitForTimeout(300); // a tooltip follows the pointer
  return text(page, '#chart-timeline .tip');
}

/** Fleets that stand by for want of power are drawn over what they hold, with the chips of the series. */
async function checkStandby(page) {
  const data = await dataOf(page);
  const { time, value } = data.metrics.fleet_standby_chips.free;
  const most = value.indexOf(Math.max(...value));
  assert.ok((await texts(page, '#timeline-card .legend-item')).includes(STANDBY), 'the legend names standby');
  const tip = await timelineTip(page, data, 'free', (time[most] + time[most + 1]) / 2, 0.12);
  assert.ok(tip.includes(STANDBY) && tip.includes(value[most].toLocaleString('en-US')), `standby of ${value[most]}: ${tip}`);
  const running = await timelineTip(page, data, 'free', (time[most] + time[most + 1]) / 2, 0.6);
  assert.ok(running.includes('Running'), `above it, what the fleet holds: ${running}`);
}

/** A job that is back in the queue is drawn as waiting; sources beside the grid are told from it. */
async function checkOwnSources(page) {
  const data = await dataOf(page);
  const job = data.timeline.jobs.find(({ segments }) => segments.some(([begin], i) => i > 0 && begin - segments[i - 1][1] > 7200));
  const next = job.segments.findIndex(([begin], i) => i > 0 && begin - job.segments[i - 1][1] > 7200);
  const middle = (job.segments[next - 1][1] + job.segments[next][0]) / 2;
  assert.ok((await timelineTip(page, data, job.name, middle, 0.5)).startsWith(job.name), 'the tooltip names the job');
  assert.ok((await text(page, '#chart-timeline .tip')).includes('Waiting'), `${job.name} waits between its stays`);
  const { figures } = data;
  assert.ok(figures.peak_power_watts > figures.grid_power_rating_watts, 'the site draws more than its connection gives');
  assert.match(await text(page, '#site-power-card .note'), /own sources give what it draws beyond its grid connection/);
  assert.match(await text(page, '.figures'), /grid connection 65.MW/, 'the rating is not taken for one of the site');
  assert.ok(figures.over_limit_joules > 0);
  const highest = `up to ${(figures.peak_import_watts / 1e6).toPrecision(3)}\u00a0MW`;
  assert.ok((await text(page, '#supply-card .note')).includes(highest), 'the peak above the limit is told');
  const flow = await page.locator('#chart-energy').getAttribute('aria-label');
  const energy = (name) => flow.match(new RegExp(`${name} to Site ([\\d.]+)`))[1];
  for (const [name, joules] of [['Grid', figures.import_joules], ['Solar', figures.solar_joules]]) {
    assert.equal(Number(energy(name)), Number((joules / 3.6e12).toPrecision(3)), `energy of ${name}`);
  }
}

/** Interruptions by lost power are listed although no component failed. */
async function checkPowerFaults(page) {
  const { figures } = await dataOf(page);
  assert.ok(figures.interruptions > 0);
  const card = await text(page, '#failures-card');
  assert.ok(card.includes(`interrupted jobs ${figures.interruptions} times`), card.slice(0, 200));
  assert.match(await text(page, '#network-card .note'), /below 2% in every interval/);
  assert.equal(await page.locator('#chart-link-matrix').count(), 0, 'no empty map of links');
}

const PLANNED = `name: planned
horizon: 10 days
site: {base: two_v4_pods}
jobs:
  - {name: train, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 1e15}
failures: none
maintenance:
  - {name: host_update, scope: rack, period: 5 days, window: 1 h, notice: 5 min}
`;

/** What planned work interrupted is not put on lost power. */
async function checkPlannedWork(page) {
  const { figures } = await dataOf(page);
  assert.ok(figures.planned_interruptions > 0);
  const note = await text(page, '#failures-card .note');
  assert.equal(note, `No component failed by itself; planned work interrupted jobs ${figures.planned_interruptions} times.`);
}

/** A job has one colour in all charts, and the tiles of the overview leave no hole at any width. */
async function checkColoursAndTiles(page) {
  const colours = (selector) =>
    page.locator(selector).evaluateAll((items) =>
      Object.fromEntries(items.map((item) => [item.textContent.split(':')[0], item.querySelector('.swatch').getAttribute('style')])),
    );
  const [cubes, jobs] = [await colours('.cube-now .legend-item'), await colours('#timeline-card .legend-item')];
  assert.ok(Object.keys(cubes).length > 1, 'jobs meet in the pod');
  for (const [name, colour] of Object.entries(cubes)) assert.equal(colour, jobs[name], `${name} has its colour`);
  for (const width of [1280, 1000, 700]) {
    await page.setViewportSize({ width, height: 900 });
    const gap = await page.evaluate(() => {
      const [grid, last] = ['.figures', '.figure:last-child'].map((name) => document.querySelector(name).getBoundingClientRect());
      return grid.right - last.right;
    });
    assert.ok(gap <= 2, `${width} pixels: the last tile ends ${gap} pixels before the others`);
  }
  const reasons = await texts(page, '.missing');
  const served = reasons.filter((reason) => reason.includes('serves no fleet'));
  assert.equal(served.length, 1, 'cards that are missing for one reason share a line');
  assert.equal(await page.locator('.missing #requests-card, .missing #service-tenants-card').count(), 2, 'each with its place');
}

/** The share of requests that was served is the same wherever it stands. */
async function checkServed(page) {
  const data = await dataOf(page);
  assert.ok(data.serving[0].rate_limited > 0 && data.serving[0].rejected > 0, 'both kinds of refusals');
  const row = await page.locator('#requests-card tbody tr').first().locator('td').allTextContents();
  const [tile] = (await texts(page, '.figure')).filter((words) => words.startsWith('Tokens served'));
  assert.equal(percentIn(tile.split('·').at(-1)), row[2], 'overview');
  assert.equal(percentIn(await text(page, '#serving-card .facts')), row[2], 'facts of the fleet');
  assert.ok((await texts(page, '#workloads-card table:last-of-type td')).includes(row[2]), 'table of fleets');
}

const CHECKS = {
  serving_curtailment: checkStandby,
  solar_battery: checkOwnSources,
  power_faults: checkPowerFaults,
  failures: checkColoursAndTiles,
  serve_or_train: checkServed,
  planned: checkPlannedWork,
};

const [program, scenarios, folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: node runs_test.mjs PROGRAM SCENARIOS FOLDER');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'planned.yaml'), PLANNED);
const browser = await openBrowser({ colorScheme: 'light' });
try {
  for (const [name, check] of Object.entries(CHECKS)) {
    const run = join(folder, name);
    const scenario = name === 'planned' ? `${run}.yaml` : join(scenarios, `${name}.yaml`);
    execFileSync(resolve(program), ['run', scenario, '--output', run, '--force', '--quiet']);
    const { page, faults } = await openPage(browser.context, pathToFileURL(resolve(run, 'report.html')).href);
    await check(page);
    assert.deepEqual(faults, [], `${name}: no error, no warning, no request`);
    await page.close();
  }
  console.log(`${Object.keys(CHECKS).length} reports say the same in all of their parts`);
} finally {
  await browser.close();
}
