import type { ObjectionSubject, TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import type { Basis } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { conceal } from '../format/text.ts';
import { COMMITTEE_MEMBER, contactSection, projectSection } from './sections.ts';

/** What an objection is against, as it is named in announcements and notices. */
export const SUBJECT_NAMES: Readonly<Record<ObjectionSubject, string>> = {
  prequalification: '资格预审文件',
  documents: '招标文件',
  opening: '开标',
  result: '评标结果',
};

/** The rule under which an objection is to be answered. */
export function replyBasis(subject: ObjectionSubject): Basis {
  if (subject === 'documents' || subject === 'prequalification') return basisOf('ZTB-103');
  return basisOf(subject === 'opening' ? 'ZTB-105' : 'ZTB-107');
}

/** The objection's subject; an objection the state does not hold would be a programming error. */
export function subjectOf(objectionId: string, state: TenderState): ObjectionSubject {
  const objection = state.objections.find((candidate) => candidate.id === objectionId);
  if (objection === undefined) throw new RangeError(`no objection ${objectionId} in tender ${state.id}`);
  return objection.subject;
}

/** 暂停公告: that the process rests until an objection is answered. Who objected, and with which words, is not said. */
export function suspensionAnnouncement(
  event: EventOf<'processSuspended'>,
  state: TenderState,
): AnnouncementBody {
  const subject = subjectOf(event.ground.id, state);
  return {
    kind: 'suspension',
    ...basisOf(subject === 'result' ? 'ZTB-107' : 'ZTB-104'),
    sections: [
      projectSection(state),
      {
        heading: '暂停事项',
        rows: [
          { label: '暂停自', value: zhInstant(event.at) },
          {
            label: '暂停原因',
            value: `收到对${SUBJECT_NAMES[subject]}的异议，作出答复前依法暂停招标投标活动`,
          },
        ],
        paragraphs: ['恢复时间以及因暂停而顺延的时间另行公告。'],
      },
      contactSection(state.draft),
    ],
  };
}

/** 恢复公告: that every objection is answered and the process goes on. */
export function resumptionAnnouncement(
  event: EventOf<'processResumed'>,
  state: TenderState,
): AnnouncementBody {
  return {
    kind: 'resumption',
    ...basisOf(event.rule === 'ZTB-107' ? 'ZTB-107' : 'ZTB-104'),
    sections: [
      projectSection(state),
      {
        heading: '恢复事项',
        rows: [
          { label: '暂停自', value: zhInstant(event.at - event.suspendedMs) },
          { label: '恢复自', value: zhInstant(event.at) },
        ],
        paragraphs: ['异议已经答复，招标投标活动恢复进行。因暂停而顺延的时间另行公告。'],
      },
      contactSection(state.draft),
    ],
  };
}

/**
 * 异议答复公告. The objection's own words stay unpublished, for they can tell who objected. The reply
 * to an objection against the result is for the objector alone: it weighs bids, which 招标投标法
 * art. 44 keeps confidential (ZTB-320), so only the fact of the reply is published.
 */
export function objectionReply(event: EventOf<'objectionReplied'>, state: TenderState): AnnouncementBody {
  const subject = subjectOf(event.objectionId, state);
  const committee = state.evaluation?.committee.map((member) => member.name) ?? [];
  const reply = conceal(event.text, committee, COMMITTEE_MEMBER);
  return {
    kind: 'objection-reply',
    ...replyBasis(subject),
    sections: [
      projectSection(state),
      {
        heading: '异议答复',
        rows: [
          { label: '异议事项', value: SUBJECT_NAMES[subject] },
          { label: '答复时间', value: zhInstant(event.at) },
        ],
        paragraphs:
          subject === 'result'
            ? ['答复已送达异议人。评审情况依法保密，答复内容不予公开。']
            : reply.split('\n'),
      },
      contactSection(state.draft),
    ],
  };
}
