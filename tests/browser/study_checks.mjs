// What a reader of the page of `gigapod sweep` relies on: whole dots, and results with their units and digits.
import assert from 'node:assert/strict';

/** Dots of a study at the left end of their axis are whole: their left half is drawn too. */
export async function checkDots(page) {
  const data = await page.evaluate(() => JSON.parse(document.getElementById('report-data').textContent));
  if (data.kind !== 'study') return;
  const index = data.measures.findIndex((_, i) => data.rows.every(({ measures }) => measures[i]?.[0] === 0));
  if (index < 0) return;
  const columns = await page.evaluate((id) => {
    const canvas = document.querySelector(`#${id} canvas`);
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const coloured = [];
    for (let x = 0; x < canvas.width; x += 1) {
      const { data: pixels } = context.getImageData(x, 0, 1, canvas.height);
      let number = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        const [red, green, blue, alpha] = pixels.slice(i, i + 4);
        if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) number += 1;
      }
      if (number > 0) coloured.push(number);
    }
    return coloured; // the dots are all that has a colour, above each other
  }, `chart-study-${index}`);
  assert.ok(columns.length >= 7, `the dots at 0 are drawn from side to side (${columns.length} pixels wide)`);
  const half = Math.floor(columns.length / 2);
  const sum = (part) => part.reduce((all, number) => all + number, 0);
  const halves = [sum(columns.slice(0, half)), sum(columns.slice(-half))];
  assert.ok(halves[0] > 0.8 * halves[1], `the left halves of the dots at 0 are cut (${halves})`);
}

/** Columns of a study's table name their units, and every result has all its digits in its tooltip. */
export async function checkStudyTable(page) {
  const data = await page.evaluate(() => JSON.parse(document.getElementById('report-data').textContent));
  if (!['study', 'sample'].includes(data.kind)) return;
  const table = page.locator('#table-card table').first();
  const heads = await table.locator('th').allTextContents();
  const units = { share: '%' };
  for (const [index, { name, unit }] of data.measures.entries()) {
    const head = heads[data.axes.length + index];
    if (unit) assert.ok(head.startsWith(`${name}, `) && head.endsWith(units[unit] ?? unit), `${head} names ${unit}`);
  }
  for (const [index, { unit }] of data.measures.entries()) {
    if (unit !== 'share') continue;
    const cells = await table.locator(`td:nth-child(${data.axes.length + index + 1})`).allTextContents();
    const beyond = data.rows.map((row, i) => [row.measures[index], cells[i]]).filter(
      ([measure, cell]) => measure && measure[0] >= 0 && measure[0] <= 1 && cell.match(/[\d.−-]+(?=%)/g).some((part) => !(part >= 0 && part <= 100)),
    );
    assert.deepEqual(beyond, [], 'intervals of a share lie between 0% and 100%');
  }
  const exact = await table.locator('td span[title]').evaluateAll((all) => all.map(({ title }) => title));
  const results = data.rows.flatMap(({ measures }) => measures.filter(Boolean));
  assert.deepEqual(exact.map((text) => parseFloat(text)), results.map(([mean]) => mean), 'every digit of the means');
}
