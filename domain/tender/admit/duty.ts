import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { TenderCommand } from '../commands.ts';
import type { Duty, TenderState } from '../state.ts';
import { refuseEmptyTexts, refusePast } from './words.ts';

type DutyCommand = Extract<TenderCommand, { name: 'remindDuty' | 'escalateDuty' | 'extendDuty' }>;

/** Whether the administrator may do this about a duty: it is open, and only time that no law sets can be extended. */
export function admitDutyCommand(
  command: DutyCommand,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const duty = state.duties.find((one) => one.id === command.dutyId);
  if (duty === undefined || duty.metAt !== null) {
    const open = state.duties.filter((one) => one.metAt === null).map((one) => one.id);
    return [
      platformRefusal(
        'no-open-duty',
        `没有待办事项 ${command.dutyId}。`,
        `There is no open duty ${command.dutyId}.`,
        open.length === 0 ? null : { zh: `${open.join('、')}。`, en: `${open.join(', ')}.` },
      ),
    ];
  }
  if (command.name === 'remindDuty') return [];
  const refusals = refuseEmptyTexts({ reason: ['理由', command.reason] });
  if (command.name === 'escalateDuty') return refusals;
  return [...refusals, ...refuseExtension(duty, command.toAt, at, ctx)];
}

/** Whether the platform may give more time: a statutory maximum is the law's, what the authority set is the authority's. */
export function isExtendable(duty: Pick<Duty, 'id' | 'rule'>, ctx: LawContext): boolean {
  return ruleOf(ctx, duty.rule).period === undefined && !duty.id.startsWith('correct:');
}

function refuseExtension(duty: Duty, toAt: Instant, at: Instant, ctx: LawContext): Refusal[] {
  const rule = ruleOf(ctx, duty.rule);
  if (!isExtendable(duty, ctx)) {
    return [
      refusalFor(
        rule,
        `该事项的期限由${duty.id.startsWith('correct:') ? '行政监督部门' : rule.article}确定，平台不能延长。`,
        `The time of this duty is set by ${duty.id.startsWith('correct:') ? 'the authority' : 'law'}: the platform cannot extend it.`,
        { zh: '催办，或者上报行政监督部门。', en: 'Remind its owner, or escalate it to the authority.' },
      ),
    ];
  }
  if (toAt <= duty.dueAt) {
    return [
      platformRefusal(
        'not-an-extension',
        '延长后的时间应当晚于原时间。',
        'An extension must end later than the time it extends.',
      ),
    ];
  }
  return refusePast('延长后的时间', 'toAt', toAt, at);
}
