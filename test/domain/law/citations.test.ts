import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { refuseNamesBeforeClosing } from '../../../domain/bid/index.ts';
import { rejectionSection } from '../../../domain/disclosure/announcements/sections.ts';
import { citationAt, citationIn } from '../../../domain/law/citation.ts';
import { rulesetById, rulesets } from '../../../domain/law/context.ts';
import { WHOLE_SINCE } from '../../../domain/law/rulesets/index.ts';
import { liabilityIn } from '../../../domain/law/rulesets/liabilities.ts';
import { refuseOutsideDecryption } from '../../../domain/opening/index.ts';
import { courseAt } from '../../support/course.ts';
import { moment } from '../../support/process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDERS = [
  'activities',
  'api',
  'bin',
  'cli',
  'domain',
  'rehearsal',
  'runtime',
  'sealing',
  'store',
  'workflows',
];
/** Where acts and articles are stated, and the pages about the law as a whole, which cite nothing in a case. */
const MAY_CITE = ['domain/law/rulesets/', 'domain/law/catalogue/', 'domain/law/coverage.ts'];

/** An article, an act by its name or by its number, in Chinese or English. */
const CITATION = new RegExp(
  [
    '第[零〇一二三四五六七八九十百\\d]+条',
    '招标投标法|政府采购法|民法典|民法总则|电子签名法|实施条例',
    '(?:招标投标|管理|投诉|暂行)办法|暂行规定|项目规定',
    '\\d+号令|〔\\d{4}〕\\d+号',
    '\\b[Aa]rt(?:icles?|\\.) ?\\d+',
    '\\bOrder No',
  ].join('|'),
);

/** The texts of a source that quote a citation: comments are no texts. */
function citationsIn(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) &&
      CITATION.test(node.text)
    )
      found.push(`${name}: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, false));
  return found;
}

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => path.join(folder, name).replaceAll(path.sep, '/')),
).filter((name) => !MAY_CITE.some((place) => name.startsWith(place)));

describe('citations', () => {
  it('stand in the rulesets alone: no other source quotes an act or an article', () => {
    expect(sources.length).toBeGreaterThan(500);
    const found = sources.flatMap((name) => citationsIn(name, readFileSync(path.join(ROOT, name), 'utf8')));
    expect(found).toEqual([]);
  });

  it.each([
    "article: '招标投标法第二十二条'",
    '`${act}第五十一条第（一）项`',
    "text: '依照87号令办理'",
    "en: 'under article 71 of the law'",
    "'发改法规规〔2022〕1117号'",
  ])('would be found: %s', (code) => {
    expect(citationsIn('a.ts', `const a = { ${code.replace(/^([`'].*)$/, 'b: $1')} };`)).toHaveLength(1);
  });

  it('are not found in comments, nor in words that are no citation', () => {
    expect(citationsIn('a.ts', "/** 招标投标法第二十二条 */ const a = '评标办法'; // article 71")).toEqual(
      [],
    );
  });
});

const whole = rulesets.filter((one) => one.effectiveFrom >= WHOLE_SINCE[one.regime]);

describe('a case is cited its own law', () => {
  it.each(whole.map((one) => [one.id, one.regime] as const))('%s: who bids is secret', (id, regime) => {
    const { rule, article } = refuseNamesBeforeClosing(id, 'bidders');
    expect(rule).toBe(regime === 'tendering' ? 'ZTB-015' : 'EB-006');
    expect(article).toBe(rulesetById(id).rules[rule!]!.article);
    if (regime === 'government-procurement') expect(article).not.toMatch(/^招标投标法/);
  });

  it.each(whole.map((one) => [one.id] as const))('%s: keys before and after their time', (id) => {
    const state = { ruleset: id, phase: 'opening' as const, milestones: {}, decryptionEndsAt: 20 };
    const early = refuseOutsideDecryption(state, { at: 10, closedAt: null });
    const late = refuseOutsideDecryption(state, { at: 20, closedAt: 5 });
    expect([early?.rule, late?.rule]).toEqual(['EB-013', 'EB-015']);
    for (const refusal of [early, late])
      expect(refusal?.article).toBe(rulesetById(id).rules[refusal!.rule!]!.article);
    expect(refuseOutsideDecryption(state, { at: 19, closedAt: 5 })).toBeNull();
  });

  it('takes the first that the ruleset has, and none of another law', () => {
    expect(citationIn('cn-tendering-2025-01-01', 'GP-104', 'PUB-001').rule).toBe('PUB-001');
    expect(() => citationIn('cn-government-procurement-2021-01-01', 'ZTB-015')).toThrow(RangeError);
    expect(citationAt('tendering', moment('2026-09-30 09:00'), 'ZTB-004')).toEqual({
      rule: 'ZTB-004',
      article: '招标投标法第二十四条',
    });
  });

  it.each([
    ['procurement-open', '63-3', '政府采购货物和服务招标投标管理办法第六十三条第（三）项'],
    ['open-prequalified', '51-6', '招标投标法实施条例第五十一条第（六）项'],
    ['procurement-open', '51-3', '51-3'],
  ] as const)('%s: rejects a bid by item %s of its own law', (procedure, ground, cited) => {
    const { state } = courseAt(procedure, 'evaluation');
    const rejected = [{ bidId: state.openedBids![0]!.bidId, ground, reason: '不合格' }];
    expect(rejectionSection(state, rejected, [])?.table?.rows[0]?.[1]).toBe(cited);
  });

  it('counts articles as they were counted at its time', () => {
    const of = (id: string) => liabilityIn(rulesetById(id), 'authorityAtFault')?.article;
    expect([of('cn-tendering-2013-05-01'), of('cn-tendering-2017-03-01')]).toEqual([
      '招标投标法实施条例第八十条第二款',
      '招标投标法实施条例第七十九条第二款',
    ]);
    expect(liabilityIn(rulesetById('cn-government-procurement-2017-10-01'), 'silentRespondent')).toBeNull();
  });
});
