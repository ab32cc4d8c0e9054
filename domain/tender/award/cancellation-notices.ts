import type { Named } from '../../case/chapter.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { instructionOf } from '../../disclosure/causes.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { awardEndWords, bidOf, remainingCandidates } from '../ground/cancelled-award.ts';
import type { Candidate } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { AwardEvent } from './commands-and-events.ts';

type Event<Name extends AwardEvent['name']> = Named<AwardEvent, Name>;

/**
 * An award is lost: its winner is told why, in the words of who took it away and with what becomes of its
 * security; everybody else who bid, and the tenderee, what may follow; the authorities all of it.
 */
export function cancellationNotices(event: Event<'awardCancelled'>, state: TenderState): PartyNotice[] {
  const { draft } = state;
  const { award, winner } = termsOf(draft);
  const { candidate, securityKept } = event;
  const basis = citedIn(state, event);
  const why = awardEndWords(event.ground, draft);
  const by = decidedBy(event, state);
  const told = {
    kind: 'award-cancelled',
    titleZh: `${draft.title}：${award}结果变更通知`,
    titleEn: `${draft.title}: the award is cancelled`,
    ...basis,
  };
  const whatZh = `${by.zh}于${zhInstant(event.at)}取消${candidate.name}的${award}资格，原因：${why.zh}。依据：${basis.article ?? ''}。`;
  const whatEn = `At ${enInstant(event.at)} ${by.en} cancelled the award to ${candidate.name}, which ${why.en}. Basis: ${basis.article ?? ''}.`;
  const next = nextOf(state);
  const own = ownWords(event);
  const kept = securityKept
    ? { zh: `原${winner}的投标保证金不予退还。`, en: 'Its bid security is not given back.' }
    : { zh: '', en: '' };
  const others = { ...told, textZh: `${whatZh}\n${next.zh}`, textEn: `${whatEn} ${next.en}` };
  const whole = {
    ...told,
    textZh: `${whatZh}${kept.zh}${own.zh}`,
    textEn: `${whatEn} ${kept.en}${own.en}`.trimEnd(),
  };
  return [
    ...partyOf(candidate, state).map((to) => ({ ...whole, to })),
    ...othersThan(candidate, state).map((to) => ({ ...others, to })),
    { ...others, to: 'tenderee' },
    { ...whole, to: 'supervisors' },
  ];
}

function decidedBy(event: Event<'awardCancelled'>, state: TenderState): { zh: string; en: string } {
  if (event.instructionId === null) return { zh: termsOf(state.draft).owner, en: 'the tenderee' };
  const { authority } = instructionOf(event.instructionId, state);
  return { zh: authority, en: authority };
}

/** What the tenderee says of it, and the evidence by name and hash. */
function ownWords({ reason, documents }: Event<'awardCancelled'>): { zh: string; en: string } {
  if (reason === null) return { zh: '', en: '' };
  const files = documents.map(({ name, sha256 }) => `\n${name}（SHA-256：${sha256}）`).join('');
  return { zh: `\n说明：${reason}${files}`, en: `\nReason: ${reason}${files}` };
}

function nextOf(state: TenderState): { zh: string; en: string } {
  const { owner, award, winner } = termsOf(state.draft);
  const left = remainingCandidates(state).length;
  return left === 0
    ? {
        zh: `已没有其他${award}候选人，${owner}应当依法重新组织，时间另行公告。`,
        en: 'No candidate is left: the tender is to be held anew.',
      }
    : {
        zh: `${owner}可以从其余${left}名候选人中按推荐的顺序确定${winner}，也可以重新组织。`,
        en: `The tenderee may award to the next of the ${left} candidates left, or hold the tender anew.`,
      };
}

function partyOf(candidate: Candidate, state: TenderState): { partyId: string }[] {
  const bid = bidOf(state, candidate);
  return bid === null ? [] : [{ partyId: bid.partyId }];
}

function othersThan(candidate: Candidate, state: TenderState): { partyId: string }[] {
  const fallen = bidOf(state, candidate)?.partyId;
  const parties = new Set((state.openedBids ?? []).map(({ partyId }) => partyId));
  return [...parties].filter((partyId) => partyId !== fallen).map((partyId) => ({ partyId }));
}
