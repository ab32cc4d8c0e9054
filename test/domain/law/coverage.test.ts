import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { BASES } from '../../../domain/disclosure/basis.ts';
import { rulesets } from '../../../domain/law/context.ts';
import { renderCoverage } from '../../../domain/law/coverage.ts';
import type { Regime, Ruleset } from '../../../domain/law/types.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const [earlier, later] = rulesets.slice(1, 3) as [Ruleset, Ruleset];
const hashOf = (ruleset: Ruleset) => `hash-of-${ruleset.effectiveFrom}`;

const PAGE = renderCoverage({
  rulesets: [earlier, later],
  code: [
    { path: 'domain/b.ts', text: "use('ZTB-004');" },
    { path: 'domain/a.ts', text: "use('ZTB-004'); // ZTB-002 is only talked about\n/** and ZTB-005 */" },
    { path: 'domain/c.ts', text: "use('ZTB-0040', 'https://ZTB-006')" },
  ],
  tests: [{ path: 'test/a.test.ts', text: "it('ZTB-004: the day before')" }],
  hashOf,
});
const lineOf = (id: string) => PAGE.split('\n').find((line) => line.startsWith(`| ${id} `));

describe('the page of coverage', () => {
  it('names, for each rule, the files whose code names it and the tests', () => {
    expect(lineOf('ZTB-004')).toContain('| V2 | blocks (MT) | domain/a.ts<br>domain/b.ts | test/a.test.ts |');
    expect(lineOf('ZTB-006')).toContain('| blocks | domain/c.ts | – |');
  });

  it('takes no rule for enforced that is only in a comment, or has a longer name', () => {
    for (const id of ['ZTB-002', 'ZTB-005']) expect(lineOf(id)).toContain('| stated | – | – |');
  });

  it('has every rule once, and says which rulesets have one that not all have', () => {
    for (const id of Object.keys(later.rules)) {
      expect(PAGE.split('\n').filter((line) => line.startsWith(`| ${id} `))).toHaveLength(1);
    }
    expect(lineOf('ZTB-109')).toMatch(/^\| ZTB-109 \(in 2022-09-01\) \|/);
    expect(PAGE).toContain('`hash-of-2022-09-01`');
  });
});

/** TypeScript files under a folder of the project, as paths from its root. */
function sourcesUnder(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

describe('rules that the code names', () => {
  /** Those that only some rulesets have; whoever asks for them asks first whether they are there. */
  const SOMETIMES = ['EB-025', 'ZTB-109', 'ZTB-321'];

  it('are in every ruleset, but for those that come and go', () => {
    const missing = ['domain', 'workflows', 'activities', 'store', 'api']
      .flatMap(sourcesUnder)
      .flatMap((file) => {
        const ids =
          readFileSync(path.join(ROOT, file), 'utf8').match(/'(ZTB|EB|PUB|COL|CNT|INT)-\d+'/g) ?? [];
        return ids
          .map((quoted) => quoted.slice(1, -1))
          .filter((id) => !SOMETIMES.includes(id) && rulesets.some(({ rules }) => rules[id] === undefined))
          .map((id) => `${file}: ${id}`);
      });
    expect(missing).toEqual([]);
  });

  it('give all that is published a basis in every ruleset of its law', () => {
    /** What only one of the laws knows. */
    const OF_ONE_LAW: Readonly<Record<string, Regime>> = {
      candidatePublicity: 'tendering',
      publicityNotice: 'tendering',
      secondStage: 'tendering',
      procurementFailed: 'government-procurement',
    };
    // Before 电子招标投标办法, and in procurement 87号令, rulesets are not whole: no tender is launched under them.
    const launchable = rulesets.filter(
      ({ regime, effectiveFrom }) => effectiveFrom >= (regime === 'tendering' ? '2013-05-01' : '2017-10-01'),
    );
    for (const [purpose, rules] of Object.entries(BASES)) {
      const found = launchable.filter((ruleset) => rules.some((id) => ruleset.rules[id] !== undefined));
      const law = OF_ONE_LAW[purpose];
      const expected = launchable.filter(({ regime }) => law === undefined || regime === law);
      expect([purpose, found.map(({ id }) => id)]).toEqual([purpose, expected.map(({ id }) => id)]);
    }
  });
});

describe('statutory numbers', () => {
  it('stand in the rulesets alone: no check counts days by a number of its own', () => {
    const numbers = sourcesUnder('domain/law')
      .filter((file) => !file.includes(`rulesets${path.sep}`))
      .flatMap((file) => {
        const code = readFileSync(path.join(ROOT, file), 'utf8').replace(
          /\/\*[\s\S]*?\*\/|'[^'\n]*'|`[^`]*`|\/\/.*$/gm,
          '',
        );
        return (code.match(/(?<![\w.])\d[\d_]*n?(?!\w)/g) ?? [])
          .filter((number) => !['0', '1', '2', '0n', '100n', '3_600_000', '60_000'].includes(number))
          .map((number) => `${file}: ${number}`);
      });
    expect(numbers).toEqual([]);
  });
});
