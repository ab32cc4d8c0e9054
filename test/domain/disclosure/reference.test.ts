import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  recordPackage,
  releasePackage,
  type PackageContext,
  type Release,
} from '../../../domain/disclosure/index.ts';
import { tool } from '../../sealing/support.ts';
import { EVERY_LIFE, PUBLIC_URL, releasesOf } from './every-life.ts';
import { on } from './lives.ts';

const CONTEXT: PackageContext = {
  uri: `${PUBLIC_URL}/package.json`,
  publishedAt: on('12-01 09:00'),
  publisher: { name: '示例交易平台' },
  license: 'https://creativecommons.org/licenses/by/4.0/',
  publicationPolicy: `${PUBLIC_URL}/publication-policy`,
};

function compiledByUs(releases: readonly Release[]): unknown {
  const packaged = recordPackage(String(releases[0]?.['ocid']), releases, CONTEXT);
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

const validator = tool(
  PYTHON,
  ['-c', 'import libcoveocds'],
  'The test with the Python package libcoveocds (OPENSEAL_OCDS_PYTHON) is',
);
(validator ? describe : describe.skip)(
  'libcoveocds, the validator of the Open Contracting Partnership',
  () => {
    const folder = import.meta.dirname;
    /** What it finds in packages, by their names; it reads the standard from a folder and fetches nothing. */
    function findingsIn(
      packages: Readonly<Record<string, unknown>>,
    ): Record<string, Record<string, unknown>> {
      const standard = path.join(folder, '../../support/ocds/standard');
      const output = execFileSync(PYTHON, [path.join(folder, 'ocds-validate.py'), standard], {
        input: JSON.stringify(packages),
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      });
      return JSON.parse(output) as Record<string, Record<string, unknown>>;
    }

    it('accepts the releases and the record of every kind of tender', () => {
      const packages: Record<string, unknown> = {};
      for (const [name, steps] of EVERY_LIFE) {
        const releases = releasesOf(steps);
        packages[`${name}: releases`] = releasePackage(releases, CONTEXT);
        packages[`${name}: record`] = recordPackage(String(releases[0]!['ocid']), releases, CONTEXT);
      }
      const found = findingsIn(packages);
      expect(Object.keys(found)).toHaveLength(2 * EVERY_LIFE.length);
      const ours = new Set<string>();
      for (const [name, { additional_open_codelist_values: codes = {}, ...wrong }] of Object.entries(found)) {
        expect({ name, wrong }).toEqual({ name, wrong: {} });
        for (const { values } of Object.values(codes as Record<string, { values: string[] }>))
          for (const value of values) ours.add(value);
      }
      // Lists that are open to codes of one's own, where the standard has none for it.
      expect([...ours].toSorted()).toEqual(['CN-project-code', 'x_openseal-industry']);
    });

    it('finds what is wrong: a member that the standard lacks, a code of a closed list, a date that is none', () => {
      const releases = releasesOf(EVERY_LIFE[0]![1]);
      const [first] = releases as unknown as { tender: object }[];
      const wrong = {
        ...first,
        date: 'yesterday',
        tender: { ...first!.tender, status: 'running', colour: 'red' },
      } as unknown as Release;
      const packaged = { ...releasePackage(releases, CONTEXT), releases: [wrong] };
      const { package: found } = findingsIn({ package: packaged });
      const said = JSON.stringify(found);
      expect(Object.keys(found!)).toEqual(expect.arrayContaining(['validation_errors', 'additional_fields']));
      for (const word of ['running', 'colour', 'yesterday']) expect(said).toContain(word);
    });
  },
);
