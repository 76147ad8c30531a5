// Opens the parity page as a user does: node validation_test.mjs PAGE SCREENSHOTS
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.mjs';

const [pagePath, shots] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });
const browser = await openBrowser({ viewport: { width: 1150, height: 1000 } });
try {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => { if (!request.url().startsWith('file:')) errors.push(request.url()); });
    await page.emulateMedia({ colorScheme });
    await page.goto(`file://${pagePath}`);

    const rows = JSON.parse(await page.textContent('#data')).rows;
    const training = rows.filter((row) => row.kind === 'training' && row.unit === 's').length;
    assert.equal(await page.locator('#parity .mark').count(), training, 'a mark for every training row');
    assert.equal(await page.locator('#rows tbody tr').count(), rows.length);

    await page.locator('#parity .mark').last().hover(); // the others may lie under it
    assert.match(await page.textContent('#tip'), /measured .* simulated .* s \([+−]?\d+\.\d%\)/);
    await page.screenshot({ path: `${shots}/${colorScheme}-parity.png` });

    const before = await page.locator('#parity .mark').count();
    await page.click('#legend button >> nth=0');
    assert.ok((await page.locator('#parity .mark').count()) < before, 'a name hides its marks');

    for (const tab of await page.locator('#groups button').all()) {
      await tab.click();
      const labels = await page.locator('#parity svg text').allTextContents();
      assert.ok(labels.length > 4, `the axes of ${await tab.textContent()} have labels`);
    }
    await page.click('#groups button >> text=/^serving, tok.s .[0-9]+.$/');
    const serving = rows.filter((row) => row.kind === 'serving' && row.unit === 'tok/s').length;
    assert.ok(serving > 10);
    assert.equal(await page.locator('#parity .mark').count(), serving, 'a mark for every serving row in tok/s');
    await page.screenshot({ path: `${shots}/${colorScheme}-serving.png` });
    await page.fill('#filter', 'v5e multi');
    const shown = await page.locator('#rows tbody tr').count();
    assert.ok(shown > 0 && shown < rows.length, 'the filter narrows the rows');
    await page.click('#rows th button >> text=error');
    await page.screenshot({ path: `${shots}/${colorScheme}-page.png`, fullPage: true });
    await page.setViewportSize({ width: 690, height: 1000 }); // A4 between its margins
    await page.emulateMedia({ colorScheme, media: 'print' });
    const paper = await page.evaluate(() => ({
      background: getComputedStyle(document.body).backgroundColor,
      cut: [...document.querySelectorAll('table, svg')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1).map(({ id }) => id),
    }));
    assert.deepEqual(paper, { background: 'rgb(255, 255, 255)', cut: [] }, 'on paper: black on white, no table cut');
    assert.deepEqual(errors, []);
    await page.close();
  }
} finally {
  await browser.close();
}
