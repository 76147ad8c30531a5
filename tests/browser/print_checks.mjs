// What a reader relies on who prints a page.
import assert from 'node:assert/strict';

/**
 * On paper: every chart is there, drawn nearly as wide as it is printed so that its labels are legible, none is cut off at the
 * right, no table lies over what follows it, and the bar with its buttons is not there.
 */
export async function checkPrint(page, checkCharts) {
  const drawn = () =>
    page.locator('.chart canvas').evaluateAll((all) => all.map((canvas) => canvas.width / devicePixelRatio));
  const before = await drawn();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.ok((await drawn()).every((width) => width <= 860), 'charts are drawn for paper');
  await page.emulateMedia({ media: 'print' });
  await page.waitForTimeout(300);
  await checkCharts(page, 'print');
  const state = await page.evaluate(() => ({
    bars: [...document.querySelectorAll('nav, #theme, #zoom-reset')].filter((node) => node.offsetParent !== null).length,
    cut: [...document.querySelectorAll('.chart canvas')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1).length,
    over: [...document.querySelectorAll('.table-scroll, pre')].filter((node) => node.scrollHeight > node.clientHeight + 1).length,
  }));
  assert.deepEqual(state, { bars: 0, cut: 0, over: 0 }, 'the page is printable');
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.deepEqual(await drawn(), before, 'charts are as wide as before');
  await page.waitForTimeout(300);
}
