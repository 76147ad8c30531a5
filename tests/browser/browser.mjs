// Debian's Chromium without a network, driven by playwright-core.
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../analysis/report/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with a fresh profile; `close` removes it. */
export async function openBrowser(options = {}) {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium: install the package chromium or set CHROMIUM');
  const profile = mkdtempSync(join(tmpdir(), 'gigapod-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    args: ARGUMENTS,
    viewport: { width: 1360, height: 900 },
    ...options,
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Opens a page, waits until it is built, and collects everything that it must not do. */
export async function openPage(context, address, built = 'html[data-ready="true"]') {
  const page = await context.newPage();
  const faults = [];
  page.on(
    'console',
    (message) =>
      ['error', 'warning'].includes(message.type()) && faults.push(`console ${message.type()}: ${message.text()}`),
  );
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('request', (request) => !isOwn(request.url(), address) && faults.push(`request: ${request.url()}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const begin = performance.now();
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForSelector(built, { timeout: 20000, state: 'attached' }).catch((error) => {
    throw new Error([error.message, ...faults].join('\n'));
  });
  return { page, faults, seconds: (performance.now() - begin) / 1000 };
}

const isOwn = (url, address) => url.split('#')[0] === address || url.startsWith('data:') || url.startsWith('blob:');
