import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { instructionOf, type Cause } from '../../disclosure/causes.ts';
import { enEnd, enInstant, zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { concerned } from '../../disclosure/notices/audience.ts';
import type { NoticeAudience, PartyNotice } from '../../disclosure/notices/notice.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { unreplacedAward } from '../ground/cancelled-award.ts';
import type { TenderState } from '../ground/state.ts';
import { failureOf, type Failure } from './announcement.ts';
import type { EndingEvent } from './commands-and-events.ts';

type Event<Name extends EndingEvent['name']> = Named<EndingEvent, Name>;

/** Whom a failure concerns: applicants while they were judged, then all who hold the documents, then who bid. */
const CONCERNED: Readonly<Record<Failure, NoticeAudience>> = {
  'few-qualified': 'applicants',
  'few-bidders': 'holders',
  'few-conforming': 'bidders',
  'all-rejected': 'bidders',
};

/** The tender ends without an award. Too few bidders: all holders of the documents learn it, for the tender will be repeated. */
export function failureNotices(event: Event<'tenderFailed'>, state: TenderState): PartyNotice[] {
  const failure = failureOf(event, state);
  const { bidder, bids, deadline, opening, committee } = termsOf(state.draft);
  const tendering = state.draft.regime === 'tendering';
  const texts: Readonly<Record<Failure, Cause>> = {
    'few-qualified': {
      zh: '通过资格预审的申请人少于法定数量，不再发出招标文件。',
      en: 'Fewer applicants qualified than the law asks for.',
    },
    'few-bidders': {
      zh: `${deadline.replace('时间', '')}时${bidder}少于法定数量，依法不得${opening}，${bids}未开启。`,
      en: 'At the deadline there were fewer bidders than the law asks for. Bids may not be opened and stay sealed.',
    },
    'few-conforming': {
      zh: `经${committee}评审，符合要求的${bidder}少于法定数量。`,
      en: 'Fewer bids conform than the law asks for.',
    },
    'all-rejected': {
      zh: tendering ? `经${committee}评审，所有投标被否决。` : `经${committee}评审，所有${bids}无效。`,
      en: 'The evaluation committee rejected all bids.',
    },
  };
  return [
    {
      to: CONCERNED[failure],
      kind: 'tender-failed',
      titleZh: `${state.draft.title}：${tendering ? '招标失败' : '采购活动终止'}通知`,
      titleEn: `${state.draft.title}: the tender has failed`,
      textZh: texts[failure].zh,
      textEn: texts[failure].en,
      ...citedIn(state, event),
    },
  ];
}

/** The tenderee gives the tender up: everybody concerned and the authorities are told, the tenderee of what it owes. */
export function terminationNotices(event: Event<'tenderTerminated'>, state: TenderState): PartyNotice[] {
  const { owner, project } = termsOf(state.draft);
  const basis = citedIn(state, event);
  const dueAt = event.duty?.dueAt ?? null;
  const reason = concealParties(event.reason, state).replace(/[。.]+$/, '');
  const lost = unreplacedAward(state);
  const what = lost === null ? '所收取的费用和保证金' : '依法应当退还的保证金';
  const whatEn = lost === null ? 'Fees and securities' : 'Securities that are to be given back';
  const refund: Cause =
    dueAt === null
      ? {
          zh: `${what}及其孳息应当及时退还`,
          en: `${whatEn} are repaid with interest without delay`,
        }
      : {
          zh: `${what}及其孳息应当于${zhEnd(dueAt)}前退还`,
          en: `${whatEn} are repaid with interest by ${enEnd(dueAt)}`,
        };
  const word = project === '招标项目' ? '终止招标' : '终止采购活动';
  const told = {
    kind: 'termination',
    titleZh: `${state.draft.title}：${word}通知`,
    titleEn: `${state.draft.title}: the tender is terminated`,
    textZh: `${owner}于${zhInstant(event.at)}${word}，原因：${reason}。${refund.zh}。`,
    textEn: `The tenderee terminated the tender at ${enInstant(event.at)}. Reason: ${reason}. ${refund.en}.`,
    ...basis,
  };
  return [
    { to: concerned(state), ...told },
    { to: 'supervisors', ...told },
    {
      ...told,
      to: 'tenderee',
      kind: 'repayment-due',
      titleZh: `${state.draft.title}：${word}后的退还义务`,
      titleEn: `${state.draft.title}: what is owed back`,
      textZh: `${word}已公告并通知。${refund.zh}，退还后请在平台登记。`,
      textEn: `The termination is announced and notified. ${refund.en}; please record it on the platform.`,
    },
  ];
}

/** The authority has declared the tender void: everybody concerned and the tenderee are told. */
export function invalidationNotices(event: Event<'tenderInvalidated'>, state: TenderState): PartyNotice[] {
  const { authority } = instructionOf(event.instructionId, state);
  const basis = citedIn(state, event);
  const word = state.draft.regime === 'tendering' ? '招标' : '采购';
  const notice = {
    kind: 'invalidation',
    titleZh: `${state.draft.title}：${word}被认定无效`,
    titleEn: `${state.draft.title}: the tender is void`,
    textZh: `${authority}于${zhInstant(event.at)}依据${basis.article ?? ''}认定本次${word}无效。${termsOf(state.draft).owner}应当依法重新组织，时间另行公告。`,
    textEn: `${authority} declared the tender void at ${enInstant(event.at)}. Basis: ${basis.article ?? ''}. It is to be held anew as the law says.`,
    ...basis,
  };
  return [
    { to: concerned(state), ...notice },
    { to: 'tenderee', ...notice },
  ];
}
