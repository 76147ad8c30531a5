// Bundles the report's page and writes it as a C++ source: `node build.mjs OUTPUT.cpp`.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
if (!output) throw new Error('usage: node build.mjs OUTPUT.cpp');

const common = {
  bundle: true,
  minify: true,
  write: false,
  charset: 'ascii',
  logLevel: 'warning',
  absWorkingDir: here,
};

async function script() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: ['src/main.js'],
    format: 'iife',
    target: 'es2021',
    legalComments: 'eof',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].text.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

async function style() {
  const { outputFiles } = await build({ ...common, entryPoints: ['src/style.css'], loader: { '.woff2': 'dataurl' } });
  return outputFiles[0].text;
}

/** One raw string: the delimiter must not occur in the text. */
function literal(text) {
  if (text.includes(')gigapod"')) throw new Error('the raw string delimiter occurs in the page');
  return `R"gigapod(${text})gigapod"`;
}

const code = await script();
const hash = `sha256-${createHash('sha256').update(code).digest('base64')}`;
const fill = { '@SCRIPT_HASH@': hash, '@STYLE@': await style(), '@SCRIPT@': code };
const page = readFileSync(join(here, 'src/page.html'), 'utf8').replace(
  /@(SCRIPT_HASH|STYLE|SCRIPT)@/g,
  (name) => fill[name],
);
const [before, after] = page.split('@DATA@');

mkdirSync(dirname(output), { recursive: true });
writeFileSync(
  output,
  `// Made by analysis/report/build.mjs.
#include "analysis/report/page.hpp"

namespace gigapod::report_page {
const std::string_view kBeforeData = ${literal(before)};
const std::string_view kAfterData = ${literal(after)};
}  // namespace gigapod::report_page
`,
);
