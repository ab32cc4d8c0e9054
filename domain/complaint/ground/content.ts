import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import type { Refusal } from '../../refusal.ts';
import { complaintRules } from './rules.ts';
import type { ComplaintContent } from './state.ts';

const blank = (text: string): boolean => text.trim() === '';

/** A complaint states what it complains of and what it asks for, and brings the proof it needs (CMP-001, GP-508). */
export function refuseContent(content: ComplaintContent, ctx: LawContext): Refusal[] {
  const rule = ruleOf(ctx, complaintRules(ctx).content);
  const refusals: Refusal[] = [];
  if (content.points.length === 0 || content.points.some(({ text }) => blank(text))) {
    refusals.push(refusalFor(rule, '投诉应当写明投诉事项。', 'A complaint says what it is about.'));
  }
  if (blank(content.request)) {
    refusals.push(
      refusalFor(rule, '投诉应当有明确的请求。', 'A complaint makes a clear request.', {
        zh: '写明请求行政监督部门作出什么处理。',
        en: 'Say what the authority is asked to do.',
      }),
    );
  }
  if (content.evidence.length === 0) {
    refusals.push(
      refusalFor(rule, '投诉应当附必要的证明材料。', 'A complaint brings the proof it needs.', {
        zh: '上传证明材料后提出。',
        en: 'Store the evidence first and name it.',
      }),
    );
  }
  return refusals;
}
