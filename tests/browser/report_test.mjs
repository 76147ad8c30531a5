// `node report_test.mjs REPORT.html FOLDER`: opens a report in Chromium, uses it as a reader does, asserts that every
// chart is drawn and nothing complains, and leaves screenshots (light, dark, narrow) in FOLDER.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser, openPage } from './browser.mjs';
import { checkPrint } from './print_checks.mjs';
import { checkDots, checkStudyTable } from './study_checks.mjs';

const LOAD_SECONDS = 2;
const SLOW_MACHINE = Number(process.env.GIGAPOD_BROWSER_SLACK ?? 3); // shared machines run other work beside

/** For every chart: its id and how many colours its canvas shows. */
async function chartColours(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.chart')].map((chart) => {
      const canvas = chart.querySelector('canvas');
      if (!canvas || canvas.width === 0 || canvas.height === 0) return { id: chart.id, colours: 0 };
      const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
      const context = copy.getContext('2d', { willReadFrequently: true });
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Map();
      for (let i = 0; i < data.length; i += 4) {
        const colour = (data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3];
        colours.set(colour, (colours.get(colour) ?? 0) + 1);
      }
      const painted = [...colours]
        .filter(([colour]) => (colour & 255) !== 0)
        .reduce((sum, [, number]) => sum + number, 0);
      return { id: chart.id, colours: colours.size, painted: painted / (data.length / 4) };
    }),
  );
}

async function checkCharts(page, where) {
  const charts = await chartColours(page);
  for (const { id, colours, painted } of charts) {
    assert.ok(colours > 8, `${where}: ${id} is blank (${colours} colours)`);
    assert.ok(painted > 0.002, `${where}: ${id} is nearly blank (${(100 * painted).toFixed(2)}% painted)`);
  }
  return charts.length;
}

async function checkLayout(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 1, `${where}: the page is ${wide} pixels wider than the window`);
}

/** No text of a table is cut: one that is too wide takes all of its card and scrolls. */
async function checkTables(page, where) {
  const cut = await page.evaluate(() => {
    const inner = (card) => card.clientWidth - parseFloat(getComputedStyle(card).paddingLeft) - parseFloat(getComputedStyle(card).paddingRight);
    const isCut = (node) => {
      if (node.scrollWidth <= node.clientWidth + 1) return false;
      const card = node.closest('.card, .overview');
      return getComputedStyle(node).overflowX !== 'auto' || (card && node.offsetWidth < inner(card) - 1);
    };
    const cells = [...document.querySelectorAll('th, td')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
    return [
      ...[...document.querySelectorAll('.table-scroll')].filter(isCut).map((node) => node.getAttribute('aria-label')),
      ...cells.map((cell) => `cell ${cell.textContent.slice(0, 60)}`),
    ];
  });
  assert.deepEqual(cut, [], `${where}: tables and cells that are cut`);
}

/** No two series of a chart look the same in its legend. */
async function checkMarks(page, where) {
  const alike = await page.evaluate(() =>
    [...document.querySelectorAll('.legend')].flatMap((legend) => {
      const marks = [...legend.querySelectorAll('.swatch:not(.none)')].map((node) => `${node.className} ${node.getAttribute('style')}`);
      return marks.filter((mark, i) => marks.indexOf(mark) !== i);
    }),
  );
  assert.deepEqual(alike, [], `${where}: series that look the same`);
}

async function checkZoom(page) {
  const chart = page.locator('.chart[data-range]').first();
  if ((await chart.count()) === 0) return 'no time chart';
  const range = async () => (await chart.getAttribute('data-range')).split(' ').map(Number);
  const [begin, end] = await range();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await page.waitForFunction(
    (id) => document.getElementById(id).dataset.range.split(' ')[0] > 0,
    await chart.getAttribute('id'),
  );
  const [from, to] = await range();
  assert.ok(to - from < end - begin, 'the wheel with Ctrl zooms in');
  const ranges = await page
    .locator('.chart[data-range]')
    .evaluateAll((all) => new Set(all.map((node) => node.dataset.range)).size);
  assert.equal(ranges, 1, 'all time charts follow');
  await chart.focus();
  await page.keyboard.press('+');
  const [nearer, farther] = await range();
  assert.ok(farther - nearer < to - from, 'the plus key zooms in');
  await page.keyboard.press('ArrowRight');
  assert.ok((await range())[0] > nearer, 'the right arrow moves on');
  await checkCharts(page, 'zoomed');
  await page.click('#zoom-reset');
  assert.deepEqual(await range(), [begin, end], 'the button shows the whole run again');
  return 'zoom works';
}

async function checkSlider(page) {
  const slider = page.locator('#pod-time');
  if ((await slider.count()) === 0) return 'no slider';
  const picture = () =>
    page
      .locator('#chart-pod-floor canvas')
      .first()
      .evaluate((canvas) => canvas.toDataURL());
  const text = () => page.locator('output[for="pod-time"]').textContent();
  await slider.focus();
  const before = [await picture(), await text()];
  await page.keyboard.press('Home');
  const after = [await picture(), await text()];
  assert.notEqual(after[1], before[1], 'the slider changes the time shown');
  const busy = (shown) => shown.split('mean busy')[1];
  if (busy(after[1]) !== busy(before[1])) assert.notEqual(after[0], before[0], 'the slider redraws the pods');
  const matrix = page.locator('#chart-pod-matrix');
  const box = await matrix.boundingBox();
  await matrix.click({ position: { x: box.width * 0.6, y: 20 } });
  assert.notEqual(await text(), after[1], 'a click on the map moves the slider');
  return 'slider works';
}

/** The cubes of a pod follow the slider, its buttons and its keys, and another pod can be chosen. */
async function checkCubes(page) {
  const slider = page.locator('#cube-time');
  if ((await slider.count()) === 0) return 'no cubes';
  const picture = () =>
    page
      .locator('#chart-cube-floor canvas')
      .first()
      .evaluate((canvas) => canvas.toDataURL());
  const text = () => page.locator('output[for="cube-time"]').textContent();
  const data = await page.evaluate(() => JSON.parse(document.getElementById('report-data').textContent));
  const pod = data.cubes.pods[0];
  const tally = (time) => {
    const held = new Set();
    for (const [begin, end, state, , , blocks] of pod.stays) {
      if (state !== 'held' || begin > time || end <= time) continue;
      for (const range of blocks.split(',')) {
        const ends = range.split('-').map(Number);
        for (let block = ends[0]; block <= ends.at(-1); block += 1) held.add(block);
      }
    }
    return `${held.size} held`;
  };
  await slider.focus();
  const seen = new Map();
  for (const key of ['Home', 'ArrowRight', 'PageUp', 'PageUp', 'PageUp', 'End']) {
    await page.keyboard.press(key);
    const time = (Number(await slider.inputValue()) / 720) * data.horizon;
    const shown = (await text()).split(' · ')[1];
    assert.ok(shown.startsWith(tally(time)), `${key}: the card counts ${shown}, the data ${tally(time)}`);
    seen.set(shown, await picture());
  }
  assert.ok(new Set(seen.values()).size === seen.size, 'the slider recolours the cubes');
  await page.keyboard.press('Home');
  const before = await text();
  await page.click('#cubes-card button[title="To the next change"]');
  assert.notEqual(await text(), before, 'the button moves to the next change');
  await page.click('#cubes-card button[title="To the change before"]');
  const box = await page.locator('#chart-cube-matrix').boundingBox();
  await page.locator('#chart-cube-matrix').click({ position: { x: box.width * 0.7, y: 40 } });
  assert.notEqual(await text(), before, 'a click on the map moves the slider');
  await page.locator('#chart-cube-floor').hover({ position: { x: 16, y: 40 } });
  await page.waitForFunction(() => document.querySelector('#chart-cube-floor .tip-title')?.textContent.match(/^(Cube|Block) \d/));
  const choice = page.locator('#cubes-card select');
  if ((await choice.count()) > 0) {
    await choice.selectOption({ index: data.cubes.pods.length - 1 });
    await checkCharts(page, 'another pod');
    await choice.selectOption({ index: 0 });
  }
  const note = await page.locator('#cubes-card').textContent();
  assert.equal(note.includes('the others are in table block_stays'), data.cubes.pods.length < data.cubes.pods_total);
  return `${pod.blocks} cubes of ${data.cubes.pods.length} pods`;
}

async function checkViews(page) {
  const pods = page.locator('button[data-view="pods"]');
  if ((await pods.count()) === 0) return;
  const picture = () =>
    page
      .locator('#chart-timeline canvas')
      .first()
      .evaluate((canvas) => canvas.toDataURL());
  const before = await picture();
  await pods.click();
  assert.notEqual(await picture(), before, 'the timeline has a view by pod');
  await page.locator('#chart-timeline').screenshot({ path: join(folder, 'timeline-by-pod.png') });
  await page.click('button[data-view="jobs"]');
}

async function checkLegend(page) {
  const button = page.locator('.legend button').first();
  if ((await button.count()) === 0) return;
  await button.click();
  assert.equal(
    await page.locator('.legend button').first().getAttribute('aria-pressed'),
    'false',
    'a legend entry hides its series',
  );
  await page.locator('.legend button').first().click();
}

async function checkTheme(page) {
  const theme = () => page.locator('html').getAttribute('data-theme');
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = [await theme(), await colour()];
  await page.click('#theme');
  assert.notEqual(await theme(), before[0], 'the button switches the theme');
  assert.notEqual(await colour(), before[1], 'the background follows the theme');
}

/** The table of tenants shows every row of the data, with its jobs and waits. */
async function checkTenants(page) {
  const data = await page.evaluate(() => JSON.parse(document.getElementById('report-data').textContent));
  if (!data.tenants?.length) return 'no tenants';
  const rows = await page
    .locator('#tenants-card table')
    .first()
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.equal(rows.length, data.tenants.length, 'a row for each kind of job of each tenant');
  for (const [index, row] of data.tenants.entries()) {
    assert.equal(rows[index][2].replace(/\D/g, ''), String(row.jobs), `${row.tenant}, ${row.kind}: jobs`);
    assert.equal(rows[index][5] === '–', row.jobs === row.waiting, `${row.tenant}, ${row.kind}: a wait where one started`);
  }
  const reasons = Object.entries(data.figures).filter(([name, value]) => name.startsWith('wait_chip_seconds_') && value > 0);
  const shown = await page.locator('#tenants-card table').nth(1).locator('tbody tr').count();
  assert.equal(shown, reasons.length, 'a row for each reason to wait');
  const note = await page.locator('#tenants-card').textContent();
  assert.equal(note.includes('made room for others'), data.figures.migrations > 0, 'moves are told when there are any');
  assert.equal(note.includes('back in the queue after a start'), data.figures.mean_wait_seconds > 0, 'which waits are meant');
  return `${rows.length} rows of tenants`;
}

/** Every fleet has a row of requests, every class of tenants one, and the largest tenants follow. */
async function checkService(page) {
  const data = await page.evaluate(() => JSON.parse(document.getElementById('report-data').textContent));
  if (!data.serving?.length) return 'no fleets';
  const rows = (card, index) => page.locator(`#${card} table`).nth(index).locator('tbody tr').count();
  assert.equal(await rows('requests-card', 0), data.serving.length, 'a row of requests for each fleet');
  if (data.service_classes.length === 0) return `${data.serving.length} fleets`;
  assert.equal(await rows('service-tenants-card', 0), data.service_classes.length, 'a row for each class');
  assert.equal(await rows('service-tenants-card', 1), data.service_tenants.length, 'a row for each of the largest tenants');
  const note = await page.locator('#service-tenants-card').textContent();
  const isCut = data.service_tenants_total > data.service_tenants.length;
  assert.equal(note.includes('service_tenants.csv'), isCut, 'those left out are told');
  return `${data.service_tenants.length} tenants of services`;
}

/** Links, buttons and charts can be reached with the tab key, and charts say what they show. */
async function checkKeyboard(page) {
  const silent = await page.evaluate(() =>
    [...document.querySelectorAll('.chart')]
      .filter((chart) => chart.tabIndex !== 0 || !chart.getAttribute('aria-label'))
      .map((chart) => chart.id),
  );
  assert.deepEqual(silent, [], 'every chart takes the focus and has a description');
  const dead = await page.evaluate(() =>
    [...document.querySelectorAll('nav a')]
      .filter((link) => !document.querySelector(link.getAttribute('href')))
      .map((link) => link.href),
  );
  assert.deepEqual(dead, [], 'every link of the bar leads somewhere');
}

/** The tab key goes down the page without jumping back, and shows where it is. */
async function checkTabOrder(page) {
  await page.evaluate(() => {
    scrollTo(0, 0);
    document.activeElement?.blur();
  });
  const seen = [];
  for (let i = 0; i < 400; ++i) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      if (!node || node === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
      const visible = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      const all = [...document.querySelectorAll('*')];
      return { place: all.indexOf(node), what: node.id || node.textContent.slice(0, 40) || node.tagName, visible };
    });
    if (at === null || at.place === seen.at(-1)?.place) break;
    if (seen.length > 0 && at.place <= seen[0].place) break; // around
    seen.push(at);
  }
  assert.deepEqual(seen.filter(({ visible }) => !visible).map(({ what }) => what), [], 'the focus is visible everywhere');
  const places = seen.map(({ place }) => place);
  assert.deepEqual(places, [...places].sort((a, b) => a - b), 'the tab key follows the page from top to bottom');
  const charts = await page.locator('.chart').count();
  assert.ok(seen.length > charts, `the tab key reaches ${seen.length} places, more than the ${charts} charts`);
}

async function checkIsolation(page) {
  assert.equal(await page.evaluate(() => window.hacked), undefined, 'no name of the scenario runs as a script');
  assert.equal(
    await page.evaluate(() => document.querySelectorAll('main img, main script, main iframe').length),
    0,
    'no name becomes markup',
  );
  const evaluated = await page.addScriptTag({ content: 'window.injected = 1' }).then(
    () => page.evaluate(() => window.injected),
    () => undefined,
  );
  assert.equal(evaluated, undefined, 'the content policy refuses foreign scripts');
}

const [report, folder] = process.argv.slice(2);
if (!report || !folder) throw new Error('usage: node report_test.mjs REPORT.html FOLDER');
mkdirSync(folder, { recursive: true });
const address = pathToFileURL(resolve(report)).href;
const browser = await openBrowser({ colorScheme: 'light' });
try {
  const { page, faults, seconds } = await openPage(browser.context, address);
  assert.ok(
    seconds < LOAD_SECONDS * SLOW_MACHINE,
    `all charts are drawn in ${LOAD_SECONDS} s (${seconds.toFixed(2)} s)`,
  );
  const charts = await checkCharts(page, 'light');
  await checkLayout(page, 'light');
  await checkTables(page, 'light');
  await checkMarks(page, 'light');
  await checkDots(page);
  await checkStudyTable(page);
  await checkKeyboard(page);
  await checkTabOrder(page);
  await checkPrint(page, checkCharts);
  await page.screenshot({ path: join(folder, 'light.png'), fullPage: true });
  const zoom = await checkZoom(page);
  const slider = await checkSlider(page);
  const cubes = await checkCubes(page);
  const tenants = `${await checkTenants(page)}, ${await checkService(page)}`;
  await checkViews(page);
  await checkLegend(page);
  await checkTheme(page);
  await checkCharts(page, 'dark');
  await checkMarks(page, 'dark');
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(folder, 'dark.png'), fullPage: true });
  for (const width of [1280, 1920]) {
    await page.setViewportSize({ width, height: 1000 });
    await checkTables(page, `${width} pixels`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.click('#theme');
  await page.waitForTimeout(300);
  await checkCharts(page, 'narrow');
  await checkLayout(page, 'narrow');
  await page.screenshot({ path: join(folder, 'narrow.png'), fullPage: true });
  assert.deepEqual(faults, [], 'no error, no warning, no request');
  await checkIsolation(page);
  console.log(
    `${report}: ${charts} charts drawn in ${seconds.toFixed(2)} s, ${zoom}, ${slider}, ${cubes}, ${tenants}; screenshots in ${folder}`,
  );
} finally {
  await browser.close();
}
