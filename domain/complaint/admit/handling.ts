import { refusalFor, ruleOf, type LawContext } from '../../law/context.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { refuseEmptyTexts, refusePast } from '../../tender/ground/refusals.ts';
import type { Instant } from '../../time/instant.ts';
import { shownEnd } from '../../time/text.ts';
import type { ComplaintCommand } from '../commands.ts';
import { remediesFor } from '../remedies.ts';
import { complaintRules } from '../rules.ts';
import type { ComplaintState } from '../state.ts';
import type { Surroundings } from '../surroundings.ts';

type Command<N extends ComplaintCommand['name']> = Extract<ComplaintCommand, { name: N }>;

/** A correction is asked for once, of everything at once (GP-508); tendering knows none. */
export function admitCorrectionRequest(
  command: Command<'requestCorrection'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const { correction } = complaintRules(ctx);
  if (correction === null) {
    return [
      platformRefusal(
        'no-correction',
        '适用的规定没有投诉补正程序。',
        'The law of this tender knows no correction of a complaint.',
        { zh: '受理，或者决定不予受理。', en: 'Accept the complaint, or refuse it.' },
      ),
    ];
  }
  if (state.correction !== null) {
    return [
      refusalFor(
        ruleOf(ctx, correction),
        '补正应当一次性通知，该投诉已经通知过补正。',
        'A correction is asked for once: this complaint was sent back before.',
        { zh: '受理，或者决定不予受理。', en: 'Accept the complaint, or refuse it.' },
      ),
    ];
  }
  return [
    ...refuseEmptyTexts({ text: ['补正事项', command.text] }),
    ...refusePast('补正期限', 'dueAt', command.dueAt, at),
  ];
}

/** A complaint that is being corrected is refused only when the time for it is over. */
export function admitRefusal(
  command: Command<'refuseComplaint'>,
  state: ComplaintState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const refusals = refuseEmptyTexts({ reason: ['不予受理的理由', command.reason] });
  const correcting = state.status === 'correcting' && state.correction !== null;
  if (correcting && (command.ground !== 'not-corrected' || at < state.correction.dueAt)) {
    const due = shownEnd(state.correction.dueAt);
    refusals.push(
      refusalFor(
        ruleOf(ctx, complaintRules(ctx).refusal ?? complaintRules(ctx).decision),
        `投诉人的补正期限（至${due}）尚未届满或者理由不符。`,
        `The complainant may correct until ${due}; after that, not having corrected is the ground.`,
        { zh: `${due}之后，以未按期补正为由。`, en: `After ${due}, for not being corrected.` },
      ),
    );
  }
  if (!correcting && command.ground === 'not-corrected' && state.correction === null) {
    refusals.push(
      platformRefusal(
        'ground-unfit',
        '该投诉没有通知过补正，不能以未补正为由不予受理。',
        'No correction was asked for: that cannot be the ground.',
      ),
    );
  }
  return refusals;
}

/** Copies go out in procurement, once. */
export function admitCopies(state: ComplaintState, ctx: LawContext): Refusal[] {
  if (complaintRules(ctx).copies === null) {
    return [
      platformRefusal(
        'no-copies',
        '投诉受理后即送达被投诉人，不另发副本。',
        'The respondent sees a complaint once it is accepted: under the law of this tender there are no copies to send.',
      ),
    ];
  }
  return state.copiesSentAt === null ? [] : [done('副本已经发出。', 'The copies went out already.')];
}

/** The respondent explains itself once: in procurement after it got the copy. */
export function admitStatement(
  command: Command<'makeStatement'>,
  state: ComplaintState,
  ctx: LawContext,
): Refusal[] {
  const refusals = refuseEmptyTexts({ text: ['说明', command.text] });
  if (state.statement !== null)
    return [...refusals, done('说明已经提交。', 'The statement was made already.')];
  if (complaintRules(ctx).statement === null || state.copiesSentAt !== null) return refusals;
  return [
    ...refusals,
    platformRefusal(
      'no-copy-yet',
      '投诉书副本尚未发出。',
      'The copy of the complaint has not gone out yet.',
      { zh: '收到副本之后提交。', en: 'Once the copy is there.' },
    ),
  ];
}

/** Whether an interval can be opened, or closed. */
export function admitExcludedTime(
  command: Command<'openExcludedTime' | 'closeExcludedTime'>,
  state: ComplaintState,
): Refusal[] {
  if (command.name === 'openExcludedTime') {
    const refusals = refuseEmptyTexts({ text: ['事由', command.text] });
    const twice = state.excludedTime.some((one) => one.id === command.id);
    return twice ? [...refusals, done('该期间已经开始。', 'This interval was opened already.')] : refusals;
  }
  const found = state.excludedTime.find((one) => one.id === command.excludedTimeId);
  if (found === undefined || found.kind === 'correction') {
    const open = state.excludedTime.filter((one) => one.closedAt === null).map((one) => one.id);
    return [
      platformRefusal(
        'unknown-excluded-time',
        `没有编号为 ${command.excludedTimeId} 的不计算期间。`,
        `There is no excluded time ${command.excludedTimeId}.`,
        open.length === 0 ? null : { zh: `${open.join('、')}。`, en: `${open.join(', ')}.` },
      ),
    ];
  }
  return found.closedAt === null ? [] : [done('该期间已经结束。', 'This interval was closed already.')];
}

/** A decision says what was found; only a complaint that is upheld has consequences, and those that the tender's stage allows. */
export function admitDecision(
  command: Command<'decideComplaint'>,
  state: ComplaintState,
  ctx: LawContext,
  around: Surroundings,
): Refusal[] {
  const refusals = refuseEmptyTexts({ reasons: ['处理决定的理由', command.reasons] });
  const open = state.excludedTime.filter((one) => one.closedAt === null).map((one) => one.id);
  if (open.length > 0) {
    refusals.push(
      refusalFor(
        ruleOf(ctx, complaintRules(ctx).decision),
        '检验、检测、鉴定或者专家评审尚未结束。',
        'An inspection, test, appraisal or review is still under way.',
        { zh: `先结束：${open.join('、')}。`, en: `Close it first: ${open.join(', ')}.` },
      ),
    );
  }
  return [...refusals, ...refuseRemedy(command, state, ctx, around)];
}

function refuseRemedy(
  { outcome, remedy }: Command<'decideComplaint'>,
  state: ComplaintState,
  ctx: LawContext,
  { tender }: Surroundings,
): Refusal[] {
  if (outcome !== 'upheld') {
    if (remedy === null) return [];
    return [
      platformRefusal(
        'remedy-unfit',
        '驳回的投诉没有处理后果。',
        'A complaint that is rejected has no remedy.',
      ),
    ];
  }
  const fit = remediesFor(state.regime, tender);
  if (remedy !== null && fit.includes(remedy)) return [];
  const accepted = { zh: `${fit.join('、')}。`, en: `${fit.join(', ')}.` };
  const zh = '投诉成立的，应当按项目进展确定处理后果。';
  const en = 'A complaint that is upheld has the remedy that the stage of the tender allows.';
  const { remedies } = complaintRules(ctx);
  return [
    remedies === null
      ? platformRefusal('remedy-unfit', zh, en, accepted)
      : refusalFor(ruleOf(ctx, remedies), zh, en, accepted),
  ];
}

function done(zh: string, en: string): Refusal {
  return platformRefusal('already-done', zh, en);
}
