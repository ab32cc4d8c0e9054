import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { BASES } from '../../../domain/disclosure/basis.ts';
import {
  CATALOGUE_IDS,
  catalogueOf,
  ONLY_WARNED,
  REASONED_IDS,
} from '../../../domain/law/catalogue/index.ts';
import { rulesetById, rulesets } from '../../../domain/law/context.ts';
import { ruleUses } from '../../../bin/law/rule-uses.ts';
import { renderCoverage, unexplained } from '../../../domain/law/coverage.ts';
import { WHOLE_SINCE } from '../../../domain/law/rulesets/index.ts';
import type { Regime, Ruleset } from '../../../domain/law/types.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const [earlier, later] = ['cn-tendering-2021-01-01', 'cn-tendering-2022-09-01'].map(rulesetById) as [
  Ruleset,
  Ruleset,
];
const hashOf = (ruleset: Ruleset) => `hash-of-${ruleset.effectiveFrom}`;

const PAGE = renderCoverage({
  rulesets: [earlier, later],
  catalogue: catalogueOf(rulesets),
  uses: [
    { id: 'ZTB-004', kind: 'refuses', path: 'domain/b.ts', declaration: 'refuseShort' },
    { id: 'ZTB-004', kind: 'due', path: 'domain/a.ts', declaration: 'dueOf' },
    { id: 'ZTB-004', kind: 'refuses', path: 'domain/a.ts', declaration: 'dueOf' },
    { id: 'ZTB-004', kind: 'records', path: 'domain/a.ts', declaration: 'decided' },
    { id: 'ZTB-006', kind: 'warns', path: 'domain/c.ts', declaration: 'warn' },
    { id: 'ZTB-315', kind: 'decides', path: 'domain/c.ts', declaration: 'warn' },
    { id: 'ZTB-315', kind: 'warns', path: 'domain/c.ts', declaration: 'warn' },
    { id: 'ZTB-404', kind: 'refuses', path: 'domain/c.ts', declaration: 'warn' },
    { id: 'ZTB-008', kind: 'tells', path: 'domain/d.ts', declaration: 'notices' },
    { id: 'ZTB-012', kind: 'records', path: 'domain/d.ts', declaration: 'decided' },
  ],
  tests: [{ path: 'test/a.test.ts', text: "it('ZTB-004: the day before')" }],
  hashOf,
});
const lineOf = (id: string) => PAGE.split('\n').find((line) => line.startsWith(`| ${id} `));

describe('the page of coverage', () => {
  it('names, for each rule, the places that act by it, what they do, and the tests', () => {
    expect(lineOf('ZTB-004')).toContain(
      '| V2 | enforced (MT) | domain/a.ts dueOf (refuses, due)<br>domain/b.ts refuseShort (refuses) | test/a.test.ts |',
    );
  });

  it('calls warned what may not refuse: what was not read, is only warned by, or what the facts do not decide', () => {
    expect(lineOf('ZTB-006')).toContain('| warned | domain/c.ts warn (warns) | – |');
    expect(lineOf('ZTB-315')).toContain('| warned | domain/c.ts warn (decides, warns) | – |');
    expect(lineOf('ZTB-404')).toContain('| warned | domain/c.ts warn (refuses) | – |');
  });

  it('calls done, and not enforced, what is only recorded or told by, and a reason goes before that', () => {
    expect(lineOf('ZTB-008')).toContain('| done | domain/d.ts notices (tells) | – |');
    expect(lineOf('ZTB-012')).toContain('| built in |');
    expect(lineOf('ZTB-005')).toContain('| unexplained | – | – |');
  });

  it('says why no code acts on a rule, and where it is built in', () => {
    expect(lineOf('ZTB-016')).toContain('| not ours | 踏勘在平台之外组织');
    expect(lineOf('ZTB-012')).toMatch(/\| built in \| .*<br>domain\/procedure\/procedures\.ts/);
    expect(lineOf('ZTB-309')).toMatch(/\| – \| not ours \| 没有找到抽取时间的条文/);
  });

  it('has every rule once, and says when one is in force that not all rulesets have', () => {
    for (const id of [...CATALOGUE_IDS, ...Object.keys(later.rules)]) {
      expect(PAGE.split('\n').filter((line) => line.startsWith(`| ${id} `))).toHaveLength(1);
    }
    expect(lineOf('ZTB-109')).toMatch(/^\| ZTB-109 \(from 2022-09-01 to 2024-04-30\) \|/);
    expect(PAGE).toContain('`hash-of-2022-09-01`');
  });
});

/** TypeScript files under a folder of the project, as paths from its root. */
function sourcesUnder(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name).replaceAll(path.sep, '/'));
}

/** The files that may act on rules. */
const code = ['domain', 'workflows', 'activities', 'store', 'api'].flatMap(sourcesUnder);
const uses = ruleUses(ROOT, code);

describe('the catalogue', () => {
  const catalogue = catalogueOf(rulesets);

  it('has the 236 rules that were looked at, each once', () => {
    expect(new Set(CATALOGUE_IDS).size).toBe(CATALOGUE_IDS.length);
    const chapters = Object.entries(Object.groupBy(CATALOGUE_IDS, (id) => id.split('-')[0] ?? ''));
    expect(chapters.map(([prefix, ids]) => [prefix, ids?.length])).toEqual([
      ['ZTB', 86],
      ['EB', 26],
      ['COL', 15],
      ['PUB', 15],
      ['CMP', 12],
      ['THR', 11],
      ['GP', 62],
      ['CNT', 9],
    ]);
    expect(CATALOGUE_IDS).toHaveLength(236);
    expect(catalogue.map(({ id }) => id)).toEqual(expect.arrayContaining([...CATALOGUE_IDS]));
  });

  it('says what each rule is, where it stands, and how surely it was read', () => {
    for (const { id, zh, article, verification } of catalogue) {
      expect([id, zh, article].every((text) => text.length > 0)).toBe(true);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect([id, verification === null]).toEqual([id, id === 'ZTB-309']);
    }
  });

  it('leaves no rule without code that acts on it or a reason why not', () => {
    expect(unexplained({ rulesets, catalogue, uses })).toEqual([]);
    expect(
      unexplained({ rulesets, catalogue: catalogue.map((one) => ({ ...one, unenforced: null })), uses }),
    ).toContain('ZTB-016');
  });

  it('gives reasons in both languages, for rules that there are, with places that there are', () => {
    const held = new Set([...CATALOGUE_IDS, ...rulesets.flatMap(({ rules }) => Object.keys(rules))]);
    expect(REASONED_IDS.filter((id) => !held.has(id))).toEqual([]);
    expect([...ONLY_WARNED].filter((id) => !held.has(id) || REASONED_IDS.includes(id))).toEqual([]);
    for (const { unenforced } of catalogue) {
      if (unenforced === null) continue;
      expect(unenforced.zh).toMatch(/^\p{Script=Han}.*。$/u);
      expect(unenforced.en).toMatch(/^[^\p{Script=Han}]+\.$/u);
      if (unenforced.kind === 'outside') continue;
      expect(unenforced.places.length).toBeGreaterThan(0);
      for (const place of unenforced.places)
        expect([place, existsSync(path.join(ROOT, place))]).toEqual([place, true]);
    }
  });

  it('never encodes ZTB-309, of which no text was found', () => {
    for (const { rules } of rulesets) expect(rules['ZTB-309']).toBeUndefined();
  });
});

const isStated = (file: string): boolean => /^domain\/law\/(rulesets|catalogue)\//.test(file);

describe('rules that the code names', () => {
  /** Those that only some rulesets have; whoever asks for them asks first whether they are there. */
  const SOMETIMES = ['EB-025', 'ZTB-109', 'ZTB-321', 'PUB-003', 'PUB-013', 'PUB-014'];
  const whole = rulesets.filter((one) => one.effectiveFrom >= WHOLE_SINCE[one.regime]);
  const heldBy = (regime: Regime, id: string) =>
    whole.filter((one) => one.regime === regime).map(({ rules }) => rules[id] !== undefined);

  it('are in every whole ruleset of a regime or in none, but for those that come and go', () => {
    const missing = code
      .filter((file) => !isStated(file))
      .flatMap((file) => {
        const ids =
          readFileSync(path.join(ROOT, file), 'utf8').match(/'(ZTB|EB|PUB|COL|CNT|INT|CMP|THR|GP)-\d+'/g) ??
          [];
        return ids
          .map((quoted) => quoted.slice(1, -1))
          .filter((id) => {
            if (SOMETIMES.includes(id)) return false;
            const held = (['tendering', 'government-procurement'] as const).map((regime) =>
              heldBy(regime, id),
            );
            const mixed = held.some((one) => one.includes(true) && one.includes(false));
            return mixed || !held.flat().includes(true);
          })
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
      .filter((file) => !/[\\/](rulesets|catalogue)[\\/]/.test(file))
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
