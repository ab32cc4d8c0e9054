import type { Refusal } from '../../domain/refusal.ts';
import type { MeasuredStall } from '../../store/index.ts';
import { shown } from '../schema.ts';

/** A refusal by the law, with the stretches in which the platform itself stood still meanwhile: they are the bidder's evidence. */
export function withStalls(refusal: Refusal, stalls: readonly MeasuredStall[]): Refusal {
  if (refusal.rule === null || stalls.length === 0) return refusal;
  const spans = stalls.map(({ fromAt, untilAt }) => [shown(fromAt), shown(untilAt)] as const);
  const zh = spans.map(([from, until]) => `${from}至${until}`).join('、');
  const en = spans.map(([from, until]) => `from ${from} to ${until}`).join(', ');
  return {
    ...refusal,
    zh: `${refusal.zh}传输期间平台曾停顿（实测${zh}），不能证明文件在截止前传输完成。`,
    en: `${refusal.en} Meanwhile the platform itself stood still (measured ${en}): that it was complete before the deadline cannot be proven.`,
  };
}
