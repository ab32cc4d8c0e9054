import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody } from '../../disclosure/announcement.ts';
import {
  contactSection,
  deadlineSection,
  present,
  projectSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf, basisOfStep } from '../../disclosure/basis.ts';
import { applicationsMoveCause } from '../../disclosure/causes.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { applicationsName, termsOf } from '../../disclosure/terms.ts';
import type { TenderState } from '../ground/state.ts';
import type { FirstStageEvent } from './commands-and-events.ts';

type Event<Name extends FirstStageEvent['name']> = Named<FirstStageEvent, Name>;

/**
 * 资格预审结束公告, 第一阶段结束公告: from when the documents are issued to whom may bid, and until when
 * bids come. Who applied, who may bid and how many they are stays secret until the opening (ZTB-015):
 * each applicant is told its own result (ZTB-010, EB-026).
 */
export function firstStageResult(event: Event<'firstStageConcluded'>, state: TenderState): AnnouncementBody {
  const { documents, deadline, opening } = termsOf(state.draft);
  const prequalified = state.draft.qualification === 'before';
  const { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt, openingAt } = event.schedule;
  return {
    ...basisOf(state, 'mainFacts'),
    sections: present([
      projectSection(state),
      {
        heading: prequalified ? '资格预审结束' : '第一阶段结束',
        rows: [
          { label: '结束时间', value: zhInstant(event.at) },
          { label: `${documents}开始发出时间`, value: zhInstant(documentsIssuedFromAt) },
          { label: `${documents}停止发出时间`, value: zhInstant(documentsIssuedUntilAt) },
          { label: deadline, value: zhInstant(bidDeadlineAt) },
          { label: `${opening}时间`, value: zhInstant(openingAt) },
        ],
        paragraphs: [
          prequalified
            ? '资格预审结果已书面通知各申请人。申请人以及通过资格预审的申请人的名称和数量在开标前依法保密。'
            : '结果已书面通知各提交技术建议的单位，其名称和数量在开标前依法保密。',
        ],
      },
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

/** 申请文件提交截止时间变更公告: until when applications or proposals are taken now, and why. */
export function applicationsMovedAnnouncement(
  event: Event<'applicationsDueMoved'>,
  state: TenderState,
): AnnouncementBody {
  const what = `${applicationsName(state.draft)}提交截止时间`;
  return {
    ...basisOfStep(state, event, 'mainFacts'),
    sections: [
      projectSection(state),
      {
        heading: '变更内容',
        rows: [
          { label: `原${what}`, value: zhInstant(event.fromAt) },
          { label: `变更后的${what}`, value: zhInstant(event.toAt) },
          { label: '变更原因', value: applicationsMoveCause(event, state).zh },
        ],
        paragraphs: [
          `已提交的${applicationsName(state.draft)}继续有效；可以在变更后的截止时间前补充、修改或者重新提交。`,
        ],
      },
      contactSection(state.draft),
    ],
  };
}
