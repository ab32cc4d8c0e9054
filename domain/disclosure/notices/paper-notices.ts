import type { TenderEvent, TenderState } from '../../tender/index.ts';
import { courseOf, mayRead, papersOf, VISIBILITY, type Paper, type Reader } from '../../visibility/index.ts';
import type { EventOf } from '../announcement.ts';
import { basisOfStep } from '../basis.ts';
import type { Cause } from '../causes.ts';
import { documentListEn, documentListZh } from '../format/documents.ts';
import { enInstant, zhInstant } from '../format/instant.ts';
import { termsOf } from '../terms.ts';
import type { NoticeAudience, PartyNotice } from './notice.ts';

/** The readers of papers that have an inbox, and the audience that they are. */
const TOLD = [
  ['owner', 'tenderee'],
  ['winner', 'winner'],
  ['observing', 'supervisors'],
] as const satisfies readonly (readonly [Reader, NoticeAudience])[];

/** The evaluation report is in: who reads it already is told which papers it has (EB-018). */
export function evaluationNotices(event: EventOf<'evaluationReported'>, state: TenderState): PartyNotice[] {
  return toldOf(event, state, ['evaluationReported']);
}

/** With the result the authorities read the evaluation report and the award notice; winner and losers have notices of their own. */
export function resultNotices(event: EventOf<'awardNoticeIssued'>, state: TenderState): PartyNotice[] {
  return toldOf(event, state, ['evaluationReported', 'awardNoticeIssued']).filter(
    ({ to }) => to === 'supervisors',
  );
}

/** The contract is kept with its hash; the two that signed it and the authorities read it. */
export function signedContractNotices(event: EventOf<'contractSigned'>, state: TenderState): PartyNotice[] {
  return toldOf(event, state, ['contractSigned']);
}

/** The written report reaches the authorities, in full (招标投标法 47); in procurement the contract is filed so (政府采购法 47). */
export function writtenReportNotices(
  event: EventOf<'writtenReportSubmitted'>,
  state: TenderState,
): PartyNotice[] {
  const last = state.writtenReports.at(-1)?.documents ?? [];
  return toldOf(event, state, ['writtenReportSubmitted'], ({ document }) => last.includes(document)).map(
    (notice) =>
      notice.to !== 'supervisors'
        ? notice
        : {
            ...notice,
            textZh: `${notice.textZh}\n内容：${event.text}`,
            textEn: `${notice.textEn}\nText: ${event.text}`,
          },
  );
}

/** Tells those who may read papers now which they are, by name and hash. Papers without a file are told of, too. */
function toldOf(
  event: TenderEvent,
  state: TenderState,
  of: readonly Paper['event'][],
  among: (paper: Paper) => boolean = () => true,
): PartyNotice[] {
  const course = courseOf(state);
  // Papers of an award that was lost are no news.
  const winner = state.award?.candidate.uscc ?? null;
  const isCurrent = (paper: Paper): boolean => paper.winner === null || paper.winner === winner;
  const names = of.map((one) => nameOf(one, state));
  const documents = papersOf(state)
    .filter((paper) => of.includes(paper.event) && isCurrent(paper) && among(paper))
    .map(({ document }) => document);
  const listed = (list: string): string => (list === '' ? '' : `\n${list}`);
  const [zh, en] = [names.map((one) => one.zh).join('、'), names.map((one) => one.en).join(' and ')];
  return TOLD.filter(([reader]) => of.every((one) => mayRead(VISIBILITY[one].papers, reader, course))).map(
    ([, to]) => ({
      to,
      kind: 'papers',
      titleZh: `${state.draft.title}：${zh}已存档，可以查阅`,
      titleEn: `${state.draft.title}: ${en} kept, to be read`,
      textZh: `${zh}已于${zhInstant(event.at)}提交并存档，登录平台后可以查阅。${listed(documentListZh(documents))}`,
      textEn: `Handed in at ${enInstant(event.at)} and kept: ${en}. Sign in to read.${listed(documentListEn(documents))}`,
      ...basisOfStep(state, event, 'papers'),
    }),
  );
}

function nameOf(event: Paper['event'], { draft }: TenderState): Cause {
  const procurement = draft.regime !== 'tendering';
  const names: Readonly<Partial<Record<Paper['event'], Cause>>> = {
    evaluationReported: { zh: procurement ? '评审报告' : '评标报告', en: 'the evaluation report' },
    awardNoticeIssued: { zh: termsOf(draft).awardNotice, en: 'the award notice' },
    contractSigned: { zh: '合同', en: 'the contract' },
    writtenReportSubmitted: procurement
      ? { zh: '合同备案材料', en: 'what files the contract' }
      : { zh: '招标投标情况书面报告', en: 'the written report' },
  };
  const name = names[event];
  if (name === undefined) throw new RangeError(`papers of ${event} have no name`);
  return name;
}
