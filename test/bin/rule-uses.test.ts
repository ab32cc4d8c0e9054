import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ruleUses } from '../../bin/law/rule-uses.ts';

/** A small project: the functions of the law as they are called, and what calls them, or only seems to. */
const FILES: Readonly<Record<string, string>> = {
  'domain/law/context.ts': `
    export interface Rule { readonly id: string; readonly article: string }
    export const ruleOf = (ctx: object, id: string): Rule => ({ id, article: '' });
    export const hasRule = (ctx: object, id: string): boolean => id !== '';
    export function refusalFor(rule: Rule, zh: string): string { return rule.id + zh; }`,
  'domain/law/breach.ts': `
    export function breachOf(ctx: object, id: string): string { return id; }
    export function warningOf(ctx: object, id: string): string { return id; }`,
  'domain/law/citation.ts': `
    export function citationIn(ruleset: string, ...rules: string[]): string[] { return rules; }
    export function refusedBy(ruleset: string, ...rules: string[]): string[] { return citationIn(ruleset, ...rules); }`,
  'domain/law/deadline.ts': `
    import type { Rule } from './context.ts';
    export interface Deadline { readonly rule: string }
    export function deadlineAfter(ctx: object, id: string, at: number): Deadline { return { rule: id }; }`,
  'domain/law/values.ts': `export function numberOf(ctx: object, id: string, name: string): number { return 1; }`,
  'domain/case/happened.ts': `export function happened(at: number, ctx: object, id: string | null): object { return {}; }`,
  'domain/rules.ts': `
    export interface Rules { readonly notice: string | null; readonly late: string; readonly grounds: Readonly<Record<string, string>>; readonly unused: string }
    const A: Rules = { notice: 'ZTB-001', late: 'ZTB-002', grounds: { left: 'ZTB-003' }, unused: 'ZTB-004' };
    const B: Rules = { ...A, late: 'GP-101' };
    const all = [A, B];
    export const rulesOf = (index: number): Rules => all[index]!;
    interface Held { readonly one: string | null; readonly two: string | null }
    const HELD: Held = { one: 'ZTB-005', two: 'ZTB-006' };
    export function held(ctx: object): Held {
      const inForce = (id: string | null): string | null => (id !== null ? id : null);
      return { one: inForce(HELD.one), two: inForce(HELD.two) };
    }`,
  'domain/chapter.ts': `
    import { breachOf, warningOf } from './law/breach.ts';
    import { hasRule, refusalFor, ruleOf } from './law/context.ts';
    import { deadlineAfter } from './law/deadline.ts';
    import { happened } from './case/happened.ts';
    import { citationIn, refusedBy } from './law/citation.ts';
    import { held, rulesOf } from './rules.ts';
    const OWN = 'ZTB-010';
    /** ZTB-020 is only talked about. */
    export const LIST = ['ZTB-021'];
    export const cited = citationIn('a', 'ZTB-022');
    export function named(ctx: object): boolean { return hasRule(ctx, 'ZTB-023'); }
    export function literal(ctx: object): string { return breachOf(ctx, OWN); }
    export function ofTable(ctx: object): string { const { notice } = rulesOf(0); return notice === null ? '' : breachOf(ctx, notice); }
    export const late = (ctx: object): string => refusalFor(ruleOf(ctx, rulesOf(1).late), '');
    export function ofGround(ctx: object, ground: string): string { const { grounds } = rulesOf(0); return breachOf(ctx, grounds[ground] ?? ''); }
    export function ofHeld(ctx: object): string { const { one } = held(ctx); return breachOf(ctx, one ?? ''); }
    function remind(ctx: object, rule: string): string { return warningOf(ctx, rule); }
    export function reminded(ctx: object): string { return remind(ctx, 'ZTB-011'); }
    export function due(ctx: object): string { const end = deadlineAfter(ctx, 'ZTB-012', 0); return breachOf(ctx, end.rule); }
    export function each(ctx: object): string[] { return ['ZTB-013', 'ZTB-014'].map((id) => breachOf(ctx, id)); }
    export const either = refusedBy('a', 'ZTB-015', 'EB-006');
    export function decided(ctx: object): object { return happened(0, ctx, 'ZTB-016'); }`,
  'domain/false.ts': `
    function breachOf(ctx: object, id: string): string { return id; }
    export const lie = breachOf({}, 'ZTB-030');`,
  'api/page.ts': `
    import { numberOf } from '../domain/law/values.ts';
    export const page = () => numberOf({}, 'INT-07', 'hours');`,
  'domain/counts.ts': `
    import { numberOf } from './law/values.ts';
    export const enough = (ctx: object, count: number) => count >= numberOf(ctx, 'ZTB-017', 'least');`,
};

let root: string;
let found: string[];

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rule-uses-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  found = ruleUses(root, Object.keys(FILES)).map(
    ({ id, kind, path: file, declaration }) => `${id} ${kind} ${file}#${declaration}`,
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const of = (id: string): string[] => found.filter((use) => use.startsWith(`${id} `));

describe('where code acts by a rule', () => {
  it.each([
    ['ZTB-010', ['refuses domain/chapter.ts#literal']],
    ['ZTB-001', ['refuses domain/chapter.ts#ofTable']],
    ['ZTB-002', ['refuses domain/chapter.ts#late']],
    ['GP-101', ['refuses domain/chapter.ts#late']],
    ['ZTB-003', ['refuses domain/chapter.ts#ofGround']],
    ['ZTB-011', ['warns domain/chapter.ts#reminded']],
    ['ZTB-012', ['due domain/chapter.ts#due', 'refuses domain/chapter.ts#due']],
    ['ZTB-013', ['refuses domain/chapter.ts#each']],
    ['ZTB-014', ['refuses domain/chapter.ts#each']],
    ['ZTB-015', ['refuses domain/chapter.ts#either']],
    ['EB-006', ['refuses domain/chapter.ts#either']],
    ['ZTB-016', ['records domain/chapter.ts#decided']],
    ['ZTB-017', ['decides domain/counts.ts#enough']],
  ])('%s', (id, uses) => {
    expect(of(id)).toEqual(uses.map((use) => `${id} ${use}`));
  });

  it('tells what comes through a shared function by the call that it is followed through', () => {
    expect([of('ZTB-005'), of('ZTB-006')]).toEqual([['ZTB-005 refuses domain/chapter.ts#ofHeld'], []]);
  });

  it('is nowhere for a rule in a comment, a list, a citation, a question, a property that nobody reads', () => {
    for (const id of ['ZTB-020', 'ZTB-021', 'ZTB-022', 'ZTB-023', 'ZTB-004'])
      expect([id, of(id)]).toEqual([id, []]);
  });

  it('is not a function that only has the name, nor a number that is only shown', () => {
    expect([of('ZTB-030'), of('INT-07')]).toEqual([[], []]);
  });
});
