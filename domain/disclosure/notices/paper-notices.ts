import type { Happened } from '../../case/chapter.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import { courseOf } from '../../visibility/course.ts';
import { papersOf, type Paper, type PaperEvent } from '../../visibility/papers.ts';
import { mayRead, type Audience, type Reader } from '../../visibility/readers.ts';
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

/** Papers of one kind, and who reads them. */
interface Told {
  readonly event: PaperEvent;
  readonly papers: Audience;
}

/** Tells those who may read papers now which they are, by name and hash. Papers without a file are told of, too. */
export function paperNotices(
  event: Happened<unknown>,
  state: TenderState,
  of: readonly Told[],
  among: (paper: Paper) => boolean = () => true,
): PartyNotice[] {
  const course = courseOf(state);
  // Papers of an award that was lost are no news.
  const winner = state.award?.candidate.uscc ?? null;
  const isCurrent = (paper: Paper): boolean => paper.winner === null || paper.winner === winner;
  const names = of.map((one) => nameOf(one.event, state));
  const documents = papersOf(state)
    .filter((paper) => of.some((one) => one.event === paper.event) && isCurrent(paper) && among(paper))
    .map(({ document }) => document);
  const listed = (list: string): string => (list === '' ? '' : `\n${list}`);
  const [zh, en] = [names.map((one) => one.zh).join('、'), names.map((one) => one.en).join(' and ')];
  return TOLD.filter(([reader]) => of.every(({ papers }) => mayRead(papers, reader, course))).map(
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

function nameOf(event: PaperEvent, { draft }: TenderState): Cause {
  const procurement = draft.regime !== 'tendering';
  const names: Readonly<Partial<Record<PaperEvent, Cause>>> = {
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
