import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { recordPackage, type Release } from '../../../domain/disclosure/index.ts';
import { tool } from '../../sealing/support.ts';
import { EVERY_LIFE, PUBLIC_URL, releasesOf } from './every-life.ts';
import { on } from './lives.ts';

function compiledByUs(releases: readonly Release[]): unknown {
  const packaged = recordPackage(String(releases[0]?.['ocid']), releases, {
    uri: `${PUBLIC_URL}/record.json`,
    publishedAt: on('12-01 09:00'),
    publisher: { name: '示例交易平台' },
    license: 'https://creativecommons.org/licenses/by/4.0/',
    publicationPolicy: `${PUBLIC_URL}/publication-policy`,
  });
  return (packaged['records'] as { compiledRelease: unknown }[])[0]!.compiledRelease;
}

const PYTHON = process.env['OPENSEAL_OCDS_PYTHON'] ?? 'python3';
const there = tool(
  PYTHON,
  ['-c', 'import ocdsmerge'],
  'The test with the Python package ocdsmerge (OPENSEAL_OCDS_PYTHON) is',
);
(there ? describe : describe.skip)('ocdsmerge, the reference implementation in Python', () => {
  it('compiles the releases of every kind of tender as we do', () => {
    const folder = import.meta.dirname;
    const schema = path.join(folder, '../../support/ocds/release-schema.json');
    const releases = EVERY_LIFE.map(([, steps]) => releasesOf(steps));
    const input = JSON.stringify(releases);
    const output = execFileSync(PYTHON, [path.join(folder, 'ocds-merge.py'), schema], {
      input,
      encoding: 'utf8',
    });
    const theirs = JSON.parse(output) as unknown[];
    for (const [index, [name]] of EVERY_LIFE.entries()) {
      expect(releases[index]!.length).toBeGreaterThan(1);
      const ours = JSON.parse(JSON.stringify(compiledByUs(releases[index]!))) as object;
      expect({ name, ...ours }).toEqual({ name, ...(theirs[index] as object) });
    }
  });
});
