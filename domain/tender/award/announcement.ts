import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, Row, Section } from '../../disclosure/announcement.ts';
import {
  contactSection,
  daysText,
  deadlineSection,
  NOT_STATED,
  partyText,
  present,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf, periodText } from '../../disclosure/basis.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { moneyText } from '../../disclosure/format/money.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { awardEndWords } from '../ground/cancelled-award.ts';
import type { CommitteeMember } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { AwardEvent } from './commands-and-events.ts';

type Event<Name extends AwardEvent['name']> = Named<AwardEvent, Name>;

/**
 * 中标结果公告 (EB-019). From now on the committee's names need no longer be kept secret (ZTB-307). In
 * procurement with what GP-305 lists (main object of the award, the experts by name), for the time of
 * GP-304 and together with the documents (GP-303).
 */
export function awardResult(event: Event<'awardNoticeIssued'>, state: TenderState): AnnouncementBody {
  const { candidate } = event;
  const { award, winner, awardNotice, bidder, committee } = termsOf(state.draft);
  const procurement = state.draft.regime !== 'tendering';
  return {
    ...basisOf(state, 'awardResult'),
    documents: procurement ? state.draft.documents : [],
    sections: present([
      projectSection(state),
      {
        heading: `${award}结果`,
        rows: [
          { label: winner, value: partyText(candidate) },
          { label: procurement ? `${award}金额` : '中标价', value: moneyText(candidate.priceFen) },
          ...(procurement ? [{ label: `主要${award}标的`, value: state.draft.scope }] : []),
          { label: '质量', value: candidate.quality },
          { label: '工期（交货期）', value: daysText(candidate.durationDays) },
          { label: '项目负责人', value: candidate.projectManager ?? NOT_STATED },
          { label: '证书名称和编号', value: candidate.certificate ?? NOT_STATED },
          { label: `${awardNotice}发出时间`, value: zhInstant(event.at) },
          ...(event.reason === null
            ? []
            : [
                {
                  label: `未确定排名第一的${award}候选人的原因`,
                  value: concealParties(event.reason, state),
                },
              ]),
          ...replacedRows(state),
        ],
        paragraphs: [`${award}结果已同时通知所有未${award}的${bidder}。`],
      },
      committeeSection(committee, state),
      standingSection(state),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

/** Whom this winner replaces; nothing where it is the first. */
function replacedRows({ cancelledAwards, draft }: TenderState): Row[] {
  const { winner } = termsOf(draft);
  return cancelledAwards.map(({ candidate, ground }) => ({
    label: `原${winner}`,
    value: `${partyText(candidate)}，${awardEndWords(ground, draft).zh}`,
  }));
}

function committeeSection(committee: string, state: TenderState): Section | null {
  const members = state.evaluation?.committee ?? [];
  if (members.length === 0) return null;
  const { owner } = termsOf(state.draft);
  const roles: Readonly<Record<CommitteeMember['role'], string>> = {
    'tenderee-representative': `${owner}代表`,
    expert: state.draft.regime === 'tendering' ? '评标专家' : '评审专家',
  };
  return {
    heading: committee,
    table: {
      caption: `${committee}成员`,
      columns: ['姓名', '身份'],
      rows: members.map((member) => [member.name, roles[member.role]]),
    },
  };
}

/** For how long the result stands as published, where the law says (GP-304). */
function standingSection(state: TenderState): Section | null {
  const period = periodText(state, 'GP-304');
  return period === null ? null : { heading: '公告期限', paragraphs: [`自本公告发布之日起${period}。`] };
}
