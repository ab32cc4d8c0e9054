export * from './procedures.ts';
export { PROCUREMENT_RULES, TENDERING_RULES, type ProcedureRules } from './rules.ts';
