import { describe, expect, it } from '@jest/globals';
import { rulesets } from '../../../domain/law/context.ts';
import { WHOLE_SINCE } from '../../../domain/law/rulesets/index.ts';
import type { Bound } from '../../../domain/law/types.ts';
import { PROCEDURES, type ProcedureRules } from '../../../domain/procedure/index.ts';

const launchable = rulesets.filter(({ regime, effectiveFrom }) => effectiveFrom >= WHOLE_SINCE[regime]);

const cases = launchable.flatMap((ruleset) =>
  PROCEDURES.filter(({ regime }) => regime === ruleset.regime).map(
    (procedure) => [procedure.id, ruleset.id, procedure, ruleset] as const,
  ),
);

/** The roles whose rule gives a period, and which way it is counted. */
const PERIODS: Readonly<Partial<Record<keyof ProcedureRules, Bound>>> = {
  documentsIssue: 'min',
  bidPreparation: 'min',
  clarification: 'lead',
  reminder: 'lead',
  applicationIssue: 'min',
  applicationTime: 'min',
  applicationClarification: 'lead',
  applicationObjection: 'lead',
  candidatesDue: 'max',
  publicity: 'min',
  awardDue: 'max',
  contract: 'max',
  closingReport: 'max',
  securityReturn: 'max',
  othersSecurityReturn: 'max',
  terminationRefund: 'max',
  suspensionLimit: 'max',
};

/** The roles whose rule gives a number, and its name. */
const NUMBERS: Readonly<Partial<Record<keyof ProcedureRules, string>>> = {
  invitation: 'minInvited',
  supplier: 'suppliers',
  fewConforming: 'minConforming',
  committee: 'minMembers',
  firstRank: 'rank',
  grounds: 'grounds',
  ranking: 'maxCandidates',
  securityCap: 'maxPercent',
  performanceCap: 'maxPercent',
};

/** Rules that the domain acts on in every procedure of a regime, beside those of its table. */
const BESIDE = {
  tendering: [
    'EB-013',
    'EB-026',
    'INT-06',
    'INT-07',
    'ZTB-021',
    'ZTB-102',
    'ZTB-103',
    'ZTB-104',
    'ZTB-105',
    'ZTB-106',
    'ZTB-107',
    'ZTB-002',
  ],
  'government-procurement': [
    'EB-013',
    'EB-026',
    'INT-06',
    'INT-07',
    'GP-110',
    'GP-211',
    'GP-304',
    'GP-502',
    'GP-503',
    'GP-504',
    'GP-505',
  ],
} as const;

/** The parts that one rule plays. */
type SingleRule = Exclude<keyof ProcedureRules, 'awardGrounds' | 'awardVoid'>;
/** The rules of a part: one, none, or several. */
const idsOf = (ids: ProcedureRules[keyof ProcedureRules]): string[] =>
  ids === null ? [] : typeof ids === 'string' ? [ids] : Object.values(ids);

describe('the rules of a procedure in every ruleset under which it can be launched', () => {
  it('covers each procedure and more than one ruleset of each regime', () => {
    expect(new Set(cases.map(([id]) => id)).size).toBe(PROCEDURES.length);
    for (const regime of ['tendering', 'government-procurement'])
      expect(launchable.filter((one) => one.regime === regime).length).toBeGreaterThan(1);
  });

  it.each(cases)('%s under %s: every rule is there, with an article', (_id, _ruleset, procedure, ruleset) => {
    const named = Object.entries(procedure.rules)
      .filter(([role]) => role !== 'applicationTimeFrom' && role !== 'closingReportFrom')
      .flatMap(([role, ids]) => idsOf(ids).map((id): [string, string] => [role, id]));
    const missing = named.filter(([, id]) => ruleset.rules[id] === undefined);
    expect(missing).toEqual([]);
    expect(BESIDE[procedure.regime].filter((id) => ruleset.rules[id] === undefined)).toEqual([]);
    for (const [, id] of named) expect(ruleset.rules[id]?.article).toMatch(/./);
  });

  it.each(cases)(
    '%s under %s: periods and numbers are what they are for',
    (_id, _ruleset, procedure, ruleset) => {
      for (const [role, bound] of Object.entries(PERIODS)) {
        const id = procedure.rules[role as SingleRule];
        if (id !== null) expect([role, id, ruleset.rules[id]?.period?.bound]).toEqual([role, id, bound]);
      }
      for (const [role, name] of Object.entries(NUMBERS)) {
        const id = procedure.rules[role as SingleRule];
        if (id !== null)
          expect([role, id, typeof ruleset.rules[id]?.values?.[name]]).toEqual([role, id, 'number']);
      }
      const { fewBidders, fewQualified } = procedure.rules;
      if (fewBidders !== null)
        expect(ruleset.rules[fewBidders]?.values?.['minBidders']).toEqual(expect.any(Number));
      if (procedure.phases.includes('prequalification'))
        expect(
          ruleset.rules[fewQualified]?.values?.[
            procedure.regime === 'tendering' ? 'minQualified' : 'minConforming'
          ],
        ).toEqual(expect.any(Number));
    },
  );
});
