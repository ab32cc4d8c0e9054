export * from './procedures.ts';
export {
  AWARD_GROUNDS,
  PROCUREMENT_RULES,
  TENDERING_RULES,
  type AwardGround,
  type ProcedureRules,
} from './rules.ts';
