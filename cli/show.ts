import type { Report } from '../domain/record/audit/index.ts';

/** A report as lines for people, Chinese first; the last line says whether all of it holds. */
export function linesOf({ checks, remarks, findings, holds }: Report): string[] {
  return [
    ...checks.flatMap(({ zh, en }) => [`✓ ${zh}`, `  ${en}`]),
    ...remarks.flatMap(({ zh, en }) => [`! ${zh}`, `  ${en}`]),
    ...findings.flatMap(({ code, zh, en }) => [`✗ [${code}] ${zh}`, `  ${en}`]),
    holds
      ? '核验通过 · verified'
      : `核验不通过：${findings.length} 处问题 · not verified: ${findings.length} findings`,
  ];
}
