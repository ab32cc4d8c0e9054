import type { Named } from '../case/chapter.ts';
import { rulesOf } from '../procedure/index.ts';
import type { SharedEvent } from '../tender/ground/events.ts';
import type { Instruction, ObjectionSubject } from '../tender/ground/parts.ts';
import type { TenderState } from '../tender/ground/state.ts';
import { termsOf } from './terms.ts';

/** Why something happened, in both languages, as part of a sentence. */
export interface Cause {
  readonly zh: string;
  readonly en: string;
}

/** What an objection is against, as it is named in announcements and notices. */
export function subjectCause(subject: ObjectionSubject, state: TenderState): Cause {
  const { documents, opening } = termsOf(state.draft);
  const names: Readonly<Record<ObjectionSubject, Cause>> = {
    prequalification: { zh: '资格预审文件', en: 'the prequalification documents' },
    documents: { zh: documents, en: 'the tender documents' },
    opening: { zh: opening, en: 'the opening' },
    result: {
      zh: state.draft.regime === 'tendering' ? '评标结果' : '采购结果',
      en: 'the evaluation result',
    },
  };
  return names[subject];
}

/** The objection's subject; an objection the state does not hold would be a programming error. */
export function subjectOf(objectionId: string, state: TenderState): ObjectionSubject {
  const objection = state.objections.find((candidate) => candidate.id === objectionId);
  if (objection === undefined) throw new RangeError(`no objection ${objectionId} in tender ${state.id}`);
  return objection.subject;
}

/** The order; one the state does not hold would be a programming error. */
export function instructionOf(instructionId: string, state: TenderState): Instruction {
  const instruction = state.instructions.find((one) => one.id === instructionId);
  if (instruction === undefined)
    throw new RangeError(`no instruction ${instructionId} in tender ${state.id}`);
  return instruction;
}

/** Whether a pause rested on the authority's order, by the rule that its end cites. */
function byOrder(rule: string | null, state: TenderState): boolean {
  return rule === rulesOf(state.draft).authoritySuspension;
}

/** Why the process rested while time was lost. */
function pauseCause(rule: string | null, state: TenderState): Cause {
  const { activity, objection } = termsOf(state.draft);
  if (byOrder(rule, state))
    return {
      zh: `行政监督部门责令暂停${activity}`,
      en: 'the process was suspended by order of the authority',
    };
  return { zh: `${objection}答复前${activity}暂停`, en: 'the process was suspended for an objection' };
}

/** Why the bid deadline moved. */
export function deadlineMoveCause(event: Named<SharedEvent, 'bidDeadlineMoved'>, state: TenderState): Cause {
  const { documents } = termsOf(state.draft);
  switch (event.because) {
    case 'suspension':
      return pauseCause(event.rule, state);
    case 'downtime':
      return {
        zh: '截止前平台发生故障不能访问',
        en: 'the platform could not be reached before the deadline',
      };
    case 'amendment':
      return { zh: `${documents}澄清或者修改`, en: 'the documents were clarified or amended' };
  }
}

/** Why applications are due later. */
export function applicationsMoveCause(
  event: Named<SharedEvent, 'applicationsDueMoved'>,
  state: TenderState,
): Cause {
  if (event.rule === rulesOf(state.draft).applicationClarification)
    return {
      zh: '第一阶段文件的澄清或者修改可能影响申请文件编制，提交截止时间依法顺延',
      en: 'the documents of the first stage were clarified or amended',
    };
  const { zh, en } = pauseCause(event.rule, state);
  return { zh: `${zh}，提交截止时间按暂停时长顺延`, en };
}

/** Why the publicity of the candidates ends later: for a holiday notice (then by its own rule), or after a pause. */
export function publicityMoveCause(event: Named<SharedEvent, 'publicityMoved'>, state: TenderState): Cause {
  if (event.rule !== null && event.rule === rulesOf(state.draft).publicity)
    return {
      zh: '所涉年度的放假安排公布后，公示期重新推算',
      en: 'the holiday notice of a year concerned was published',
    };
  const { zh, en } = pauseCause(event.rule, state);
  return { zh: `${zh}，公示期按暂停时长顺延`, en };
}

/** How a suspension came to its end, given the state after it. */
export type ResumptionCause =
  { readonly by: 'order'; readonly instruction: Instruction } | { readonly by: 'limit' | 'reply' };

/** An order to resume, the last reply, or else the end that the law sets the authority's order. */
export function resumptionCause(
  { at }: Named<SharedEvent, 'processResumed'>,
  state: TenderState,
): ResumptionCause {
  const order = state.instructions.findLast(({ kind, issuedAt }) => kind === 'resume' && issuedAt === at);
  if (order !== undefined) return { by: 'order', instruction: order };
  return { by: state.objections.some(({ reply }) => reply?.repliedAt === at) ? 'reply' : 'limit' };
}
