import type { Named } from '../../case/chapter.ts';
import { citedIn, type Basis } from '../../disclosure/basis.ts';
import { instructionOf } from '../../disclosure/causes.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { InstructionKind } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { InstructionEvent } from './commands-and-events.ts';

type Event<Name extends InstructionEvent['name']> = Named<InstructionEvent, Name>;

const KINDS: Readonly<Record<InstructionKind, { readonly zh: string; readonly en: string }>> = {
  suspend: { zh: '责令暂停', en: 'suspend the process' },
  resume: { zh: '通知恢复', en: 'resume the process' },
  correct: { zh: '责令改正', en: 'correct' },
  'void-award': { zh: '认定中标（成交）无效', en: 'the award is void' },
  invalidate: { zh: '认定无效', en: 'the tender is void' },
};

function basisOfOrder(instructionId: string, state: TenderState): Basis {
  const { basis, article } = instructionOf(instructionId, state);
  return citedIn(state, { rule: basis, article });
}

/** The order to the tenderee: what kind, by whom, on which basis, with its words and by when. */
export function instructionNotices(
  { instruction }: Event<'instructionIssued'>,
  state: TenderState,
): PartyNotice[] {
  const { kind, authority, basis, text, dueAt, id } = instruction;
  const { article } = basisOfOrder(id, state);
  const due =
    dueAt === null
      ? { zh: '', en: '' }
      : { zh: `\n完成期限：${zhEnd(dueAt)}`, en: `\nTo be done by ${enEnd(dueAt)}` };
  return [
    {
      to: 'tenderee',
      kind: 'instruction',
      titleZh: `${state.draft.title}：行政监督指令（${KINDS[kind].zh}）`,
      titleEn: `${state.draft.title}: instruction of the authority (${KINDS[kind].en})`,
      textZh: `${authority}发出行政监督指令：${KINDS[kind].zh}。\n依据：${article}（${basis}）${due.zh}\n内容：${text}\n请在平台签收并反馈落实情况。`,
      textEn: `${authority} gives an instruction: ${KINDS[kind].en}.\nBasis: ${article} (${basis})${due.en}\nText: ${text}\nPlease acknowledge it on the platform and report what was done.`,
      ...basisOfOrder(id, state),
    },
  ];
}

/** The authority that issued an order learns that it was taken note of. */
export function acknowledgementNotices(
  { instructionId, at }: Event<'instructionAcknowledged'>,
  state: TenderState,
): PartyNotice[] {
  const { authority, kind } = instructionOf(instructionId, state);
  const { owner } = termsOf(state.draft);
  return [
    {
      to: { authority },
      kind: 'instruction-acknowledged',
      titleZh: `${state.draft.title}：指令已签收（${KINDS[kind].zh}）`,
      titleEn: `${state.draft.title}: your instruction was acknowledged (${KINDS[kind].en})`,
      textZh: `${owner}已于${zhInstant(at)}签收行政监督指令${instructionId}。`,
      textEn: `The tenderee acknowledged instruction ${instructionId} at ${enInstant(at)}.`,
      ...basisOfOrder(instructionId, state),
    },
  ];
}

/** The report goes to the authority that gave the order, in full. */
export function reportNotices(
  { instructionId, text, documents, at }: Event<'instructionReported'>,
  state: TenderState,
): PartyNotice[] {
  const { authority, kind } = instructionOf(instructionId, state);
  const { owner } = termsOf(state.draft);
  const files = documents.map(({ name, sha256 }) => `\n${name}（SHA-256：${sha256}）`).join('');
  return [
    {
      to: { authority },
      kind: 'instruction-reported',
      titleZh: `${state.draft.title}：指令落实情况（${KINDS[kind].zh}）`,
      titleEn: `${state.draft.title}: report on your instruction (${KINDS[kind].en})`,
      textZh: `${owner}于${zhInstant(at)}就行政监督指令${instructionId}反馈：\n${text}${files}`,
      textEn: `The tenderee reported on instruction ${instructionId} at ${enInstant(at)}:\n${text}${files}`,
      ...basisOfOrder(instructionId, state),
    },
  ];
}

/** The authority is satisfied. */
export function instructionClosedNotices(
  { instructionId, at }: Event<'instructionClosed'>,
  state: TenderState,
): PartyNotice[] {
  const { authority, kind } = instructionOf(instructionId, state);
  return [
    {
      to: 'tenderee',
      kind: 'instruction-closed',
      titleZh: `${state.draft.title}：指令已办结（${KINDS[kind].zh}）`,
      titleEn: `${state.draft.title}: an instruction was closed (${KINDS[kind].en})`,
      textZh: `${authority}已于${zhInstant(at)}办结行政监督指令${instructionId}。`,
      textEn: `${authority} closed instruction ${instructionId} at ${enInstant(at)}.`,
      ...basisOfOrder(instructionId, state),
    },
  ];
}
