import type { CommitteeMember, TenderState } from '../../tender/index.ts';
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

const MEMBER_ROLES: Readonly<Record<CommitteeMember['role'], string>> = {
  'tenderee-representative': '招标人代表',
  expert: '评标专家',
};

/** 中标结果公告 (EB-019). From now on the committee's names need no longer be kept secret (ZTB-307). */
export function awardResult(event: EventOf<'awardNoticeIssued'>, state: TenderState): AnnouncementBody {
  const { candidate } = event;
  return {
    kind: 'award-result',
    ...basisOf('EB-019'),
    sections: present([
      projectSection(state),
      {
        heading: '中标结果',
        rows: [
          { label: '中标人', value: `${candidate.name}（统一社会信用代码${candidate.uscc}）` },
          { label: '中标价', value: moneyText(candidate.priceFen) },
          { label: '质量', value: candidate.quality },
          { label: '工期（交货期）', value: daysText(candidate.durationDays) },
          { label: '项目负责人', value: candidate.projectManager ?? NOT_STATED },
          { label: '证书名称和编号', value: candidate.certificate ?? NOT_STATED },
          { label: '中标通知书发出时间', value: zhInstant(event.at) },
          ...(event.reason === null
            ? []
            : [{ label: '未确定排名第一的中标候选人的原因', value: event.reason }]),
        ],
        paragraphs: ['中标结果已同时通知所有未中标的投标人。'],
      },
      committeeSection(state.evaluation?.committee ?? []),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

function committeeSection(committee: readonly CommitteeMember[]): Section | null {
  if (committee.length === 0) return null;
  return {
    heading: '评标委员会',
    table: {
      caption: '评标委员会成员',
      columns: ['姓名', '身份'],
      rows: committee.map((member) => [member.name, MEMBER_ROLES[member.role]]),
    },
  };
}
