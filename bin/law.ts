import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import canonicalize from 'canonicalize';
import { Command } from 'commander';
import { catalogueOf } from '../domain/law/catalogue/index.ts';
import { rulesets } from '../domain/law/context.ts';
import { renderCoverage, type SourceFile } from '../domain/law/coverage.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = 'docs/law-coverage.md';
const CODE = ['activities', 'api', 'domain', 'store', 'workflows'];
/** Where the rules stand themselves or are only cited: naming a rule there is not acting on it. */
const STATED = [
  'domain/law/rulesets/',
  'domain/law/catalogue/',
  'api/openapi.ts',
];

/** The TypeScript files under some folders of the project. */
async function sourceFiles(folders: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(ROOT, file).replaceAll(path.sep, '/');
      if (!STATED.some((place) => name.startsWith(place)))
        found.push({ path: name, text: await readFile(file, 'utf8') });
    }
  }
  return found;
}

async function coverage({ check }: { check?: boolean }): Promise<void> {
  const page = renderCoverage({
    rulesets,
    catalogue: catalogueOf(rulesets),
    code: await sourceFiles(CODE),
    tests: await sourceFiles(['test']),
    hashOf: (ruleset) =>
      createHash('sha256')
        .update(canonicalize(ruleset) ?? '')
        .digest('hex'),
  });
  const file = path.join(ROOT, PAGE);
  if (check !== true) {
    await writeFile(file, page);
    console.log(`${PAGE} written`);
  } else if ((await readFile(file, 'utf8').catch(() => null)) !== page) {
    console.error(`${PAGE} is stale: run node bin/law.ts coverage`);
    process.exitCode = 1;
  }
}

const program = new Command('law').description('The rulesets, for people.');
program
  .command('coverage')
  .description(`writes ${PAGE}: every rule, where it is enforced, the tests that name it`)
  .option('--check', 'writes nothing; exits 1 when the page is stale')
  .action(coverage);
await program.parseAsync();
