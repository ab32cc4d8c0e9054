import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import canonicalize from 'canonicalize';
import { catalogueOf } from '../../domain/law/catalogue/index.ts';
import { rulesets } from '../../domain/law/context.ts';
import { renderCoverage, type SourceFile } from '../../domain/law/coverage.ts';
import { PAGE } from './page.ts';
import { ruleUses } from './rule-uses.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CODE = ['activities', 'api', 'domain', 'store', 'workflows'];
/** The TypeScript files under some folders of the project. */
async function sourceFiles(folders: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(ROOT, file).replaceAll(path.sep, '/');
      found.push({ path: name, text: await readFile(file, 'utf8') });
    }
  }
  return found;
}

/** Writes the page of coverage, or with `check` only compares it. */
export async function coverage({ check }: { check?: boolean }): Promise<void> {
  const page = renderCoverage({
    rulesets,
    catalogue: catalogueOf(rulesets),
    uses: ruleUses(
      ROOT,
      (await sourceFiles(CODE)).map((file) => file.path),
    ),
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
