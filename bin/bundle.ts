import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * `npm run bundle` writes the script of the page /seal from sealing/; `-- --check` writes nothing and exits
 * with 1 when it is stale. The bundle stands in the repository, so that what bidders are served can be
 * read, compared and built again, and so that no server needs a bundler.
 */
const ROOT = path.resolve(import.meta.dirname, '..');
const BUNDLE = 'sealing/page/seal-page.js';

const { outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['sealing/page/script.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  charset: 'utf8',
  legalComments: 'eof',
  tsconfigRaw: {},
});
const script = outputFiles[0]?.text ?? '';
const file = path.join(ROOT, BUNDLE);
if (!process.argv.includes('--check')) {
  await writeFile(file, script);
  console.log(`${BUNDLE}: ${script.length} bytes`);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== script) {
  console.error(`${BUNDLE} is stale: run npm run bundle`);
  process.exitCode = 1;
}
