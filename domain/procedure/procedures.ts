import type { Regime } from '../law/types.ts';
import { PROCUREMENT_RULES, TENDERING_RULES, type ProcedureRules } from './rules.ts';

/** The chapters a tender can have, in the order of the law. No procedure has all of them. */
export const PHASES = [
  'notice',
  'prequalification',
  'proposals',
  'documents',
  'bidding',
  'opening',
  'evaluation',
  'publicity',
  'award',
  'contract',
  'report',
] as const;
export type Phase = (typeof PHASES)[number];
/** The phases of a tender before its opening, in which bids and applications are still to come. */
export const PHASES_BEFORE_OPENING: readonly Phase[] = PHASES.slice(0, PHASES.indexOf('opening'));

/** How bidders come to a tender: 招标投标法 knows the first three, government procurement all but the third. */
export const METHODS = [
  'open',
  'invited',
  'two-stage',
  'negotiation',
  'consultation',
  'inquiry',
  'single-source',
] as const;
export type Method = (typeof METHODS)[number];
export type Qualification = 'before' | 'after';

export const PROCEDURE_IDS = [
  'open',
  'open-prequalified',
  'invited',
  'two-stage',
  'procurement-open',
  'procurement-open-prequalified',
  'procurement-invited',
  'procurement-negotiation',
  'procurement-consultation',
  'procurement-inquiry',
  'procurement-single-source',
] as const;
export type ProcedureId = (typeof PROCEDURE_IDS)[number];

/** A procedure: its list of phases and the rules that give its periods. A new one is a new row here. */
export interface Procedure {
  readonly id: ProcedureId;
  readonly regime: Regime;
  readonly method: Method;
  readonly qualification: Qualification;
  /** As the notice names it. */
  readonly zh: string;
  readonly en: string;
  readonly phases: readonly Phase[];
  readonly rules: ProcedureRules;
}

const TENDER: readonly Phase[] = [
  'notice',
  'documents',
  'bidding',
  'opening',
  'evaluation',
  'publicity',
  'award',
  'contract',
  'report',
];
/** Procurement publishes the result after the award instead of candidates before it. */
const PROCUREMENT: readonly Phase[] = TENDER.filter((phase) => phase !== 'publicity');

const after = (phases: readonly Phase[], stage: Phase): readonly Phase[] => [
  'notice',
  stage,
  ...phases.slice(1),
];

export const PROCEDURES: readonly Procedure[] = [
  {
    id: 'open',
    regime: 'tendering',
    method: 'open',
    qualification: 'after',
    zh: '公开招标（资格后审）',
    en: 'open tender, qualified after the opening',
    phases: TENDER,
    rules: TENDERING_RULES,
  },
  {
    id: 'open-prequalified',
    regime: 'tendering',
    method: 'open',
    qualification: 'before',
    zh: '公开招标（资格预审）',
    en: 'open tender with prequalification',
    phases: after(TENDER, 'prequalification'),
    rules: TENDERING_RULES,
  },
  {
    id: 'invited',
    regime: 'tendering',
    method: 'invited',
    qualification: 'after',
    zh: '邀请招标',
    en: 'invited tender',
    phases: TENDER,
    rules: { ...TENDERING_RULES, invitation: 'ZTB-013' },
  },
  {
    id: 'two-stage',
    regime: 'tendering',
    method: 'two-stage',
    qualification: 'after',
    zh: '公开招标（两阶段）',
    en: 'two-stage tender',
    phases: after(TENDER, 'proposals'),
    rules: TENDERING_RULES,
  },
  {
    id: 'procurement-open',
    regime: 'government-procurement',
    method: 'open',
    qualification: 'after',
    zh: '政府采购公开招标',
    en: 'open procurement tender',
    phases: PROCUREMENT,
    rules: PROCUREMENT_RULES,
  },
  {
    id: 'procurement-open-prequalified',
    regime: 'government-procurement',
    method: 'open',
    qualification: 'before',
    zh: '政府采购公开招标（资格预审）',
    en: 'open procurement tender with prequalification',
    phases: after(PROCUREMENT, 'prequalification'),
    rules: PROCUREMENT_RULES,
  },
  {
    id: 'procurement-invited',
    regime: 'government-procurement',
    method: 'invited',
    qualification: 'after',
    zh: '政府采购邀请招标',
    en: 'invited procurement tender',
    phases: PROCUREMENT,
    rules: { ...PROCUREMENT_RULES, invitation: 'GP-108' },
  },
  other('negotiation', '竞争性谈判', 'competitive negotiation', 'GP-701', 'GP-706'),
  {
    ...other('consultation', '竞争性磋商', 'competitive consultation', 'GP-703', 'GP-706'),
    rules: {
      ...otherRules('GP-703', 'GP-706'),
      documentsIssue: 'GP-704',
      clarification: 'GP-705',
    },
  },
  other('inquiry', '询价', 'inquiry', 'GP-702', 'GP-706'),
  other('single-source', '单一来源采购', 'single-source procurement', 'GP-707', 'GP-707'),
];

/** The methods other than tenders: the law gives their response times, and no number of suppliers that would block. */
function other(
  method: 'negotiation' | 'consultation' | 'inquiry' | 'single-source',
  zh: string,
  en: string,
  responses: string,
  notice: string,
): Procedure {
  return {
    id: `procurement-${method}`,
    regime: 'government-procurement',
    method,
    qualification: 'after',
    zh: `政府采购${zh}`,
    en,
    phases: PROCUREMENT,
    rules: otherRules(responses, notice),
  };
}

function otherRules(responses: string, notice: string): ProcedureRules {
  return {
    ...PROCUREMENT_RULES,
    notice,
    documentsIssue: null,
    bidPreparation: responses,
    clarification: null,
    sameInstant: null,
    fewBidders: null,
    fewConforming: null,
    committee: null,
    opened: 'EB-013',
    supplier: responses === 'GP-707' ? 'GP-707' : null,
  };
}

/**
 * Whether responses are opened for the panel alone: where the purchaser talks with suppliers, or asks them for one price,
 * nobody may tell another's price or other facts, and no law has a public opening (政府采购法 38(四), 74号令 6, 25, 214号 5).
 */
export function opensInSecret({ regime, method }: Pick<ProcedureChoice, 'regime' | 'method'>): boolean {
  return regime === 'government-procurement' && SECRET_METHODS.includes(method);
}

const SECRET_METHODS: readonly Method[] = ['negotiation', 'consultation', 'inquiry', 'single-source'];

/** The fields of a draft that decide its procedure. */
export interface ProcedureChoice {
  readonly regime: Regime;
  readonly method: Method;
  readonly qualification: Qualification;
}

/** The procedure that a draft asks for, or null when the law knows no such one. */
export function findProcedure({ regime, method, qualification }: ProcedureChoice): Procedure | null {
  return (
    PROCEDURES.find(
      (one) => one.regime === regime && one.method === method && one.qualification === qualification,
    ) ?? null
  );
}

/** The procedure of a draft. Throws a RangeError when there is none: such a draft is refused at its launch. */
export function procedureOf(choice: ProcedureChoice): Procedure {
  const found = findProcedure(choice);
  if (found === null)
    throw new RangeError(
      `no procedure for ${choice.regime}, ${choice.method}, qualification ${choice.qualification}`,
    );
  return found;
}

/** The rules of a draft's procedure by their role. */
export function rulesOf(choice: ProcedureChoice): ProcedureRules {
  return procedureOf(choice).rules;
}

/** The procedure with an id. */
export function procedureById(id: ProcedureId): Procedure {
  const found = PROCEDURES.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`there is no procedure ${id}`);
  return found;
}
