import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf, Section } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { moneyText } from '../format/money.ts';
import {
  NOT_STATED,
  contactSection,
  daysText,
  deadlineSection,
  present,
  projectSection,
} from './sections.ts';

/** 合同信息公告 (EB-021): the winner, the amount, when it was signed and for how long. The contract itself is not published. */
export function contractAnnouncement(event: EventOf<'contractSigned'>, state: TenderState): AnnouncementBody {
  const winner = state.award?.candidate;
  if (winner === undefined) throw new RangeError(`tender ${state.id} has a contract but no award`);
  return {
    kind: 'contract',
    ...basisOf('EB-021'),
    sections: present([
      projectSection(state),
      {
        heading: '合同信息',
        rows: [
          { label: '中标人', value: `${winner.name}（统一社会信用代码${winner.uscc}）` },
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
  const bids = state.openedBids ?? [];
  if (bids.length === 0) return null;
  const qualifications = new Map(
    state.evaluation?.candidates.map((candidate) => [candidate.bidId, candidate.qualifications]),
  );
  return {
    heading: '投标人',
    table: {
      caption: '投标人及其资格和项目负责人',
      columns: ['投标人', '资格', '项目负责人'],
      rows: bids.map((bid) => [
        bid.name,
        qualifications.get(bid.bidId) ?? NOT_STATED,
        bid.projectManager ?? NOT_STATED,
      ]),
    },
  };
}
