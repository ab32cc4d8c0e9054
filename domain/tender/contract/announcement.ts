import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Section } from '../../disclosure/announcement.ts';
import {
  contactSection,
  daysText,
  deadlineSection,
  NOT_STATED,
  partyText,
  present,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf } from '../../disclosure/basis.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { moneyText } from '../../disclosure/format/money.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { publicBids } from '../ground/public-bids.ts';
import type { TenderState } from '../ground/state.ts';
import type { ContractEvent } from './commands-and-events.ts';

type Event<Name extends ContractEvent['name']> = Named<ContractEvent, Name>;

/**
 * 合同信息公告 (EB-021): the winner, the amount, when it was signed and for how long. The contract itself is not
 * published, save in procurement, where the law asks for it (GP-307).
 */
export function contractAnnouncement(event: Event<'contractSigned'>, state: TenderState): AnnouncementBody {
  const winner = state.award?.candidate;
  if (winner === undefined) throw new RangeError(`tender ${state.id} has a contract but no award`);
  return {
    ...basisOf(state, 'contract'),
    documents: state.draft.regime === 'tendering' ? [] : [event.contract.document],
    sections: present([
      projectSection(state),
      {
        heading: '合同信息',
        rows: [
          { label: termsOf(state.draft).winner, value: partyText(winner) },
          { label: '项目负责人', value: winner.projectManager ?? NOT_STATED },
          { label: '合同金额', value: moneyText(event.contract.amountFen) },
          { label: '签约时间', value: zhInstant(event.contract.signedAt) },
          { label: '合同期限', value: daysText(winner.durationDays ?? state.draft.durationDays) },
          { label: '履约保证金', value: moneyText(event.contract.performanceSecurityFen) },
        ],
      },
      biddersSection(state),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

/** The bidders with what EB-021 lists of them; qualifications are known of candidates only. */
function biddersSection(state: TenderState): Section | null {
  const bids = publicBids(state);
  if (bids.length === 0) return null;
  const { bidder } = termsOf(state.draft);
  const qualifications = new Map(
    state.evaluation?.candidates.map((candidate) => [candidate.bidId, candidate.qualifications]),
  );
  return {
    heading: bidder,
    table: {
      caption: `${bidder}及其资格和项目负责人`,
      columns: [bidder, '资格', '项目负责人'],
      rows: bids.map((bid) => [
        bid.name,
        qualifications.get(bid.bidId) ?? NOT_STATED,
        bid.projectManager ?? NOT_STATED,
      ]),
    },
  };
}
