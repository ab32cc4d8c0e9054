import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf } from '../announcement.ts';
import { citedIn } from '../basis.ts';
import { subjectCause, subjectOf } from '../causes.ts';
import { zhInstant } from '../format/instant.ts';
import { conceal } from '../format/text.ts';
import { concealParties } from '../secrets.ts';
import { termsOf } from '../terms.ts';
import { contactSection, memberOf, projectSection } from './sections.ts';

/**
 * 异议答复公告. The objection's own words stay unpublished, for they can tell who objected. The reply
 * to an objection against the result is for the objector alone: it weighs bids, which 招标投标法
 * art. 44 keeps confidential (ZTB-320), so only the fact of the reply is published.
 */
export function objectionReply(event: EventOf<'objectionReplied'>, state: TenderState): AnnouncementBody {
  const subject = subjectOf(event.objectionId, state);
  const { objection } = termsOf(state.draft);
  const committee = state.evaluation?.committee.map((member) => member.name) ?? [];
  const reply = concealParties(conceal(event.text, committee, memberOf(state.draft)), state);
  return {
    ...citedIn(state, event),
    sections: [
      projectSection(state),
      {
        heading: `${objection}答复`,
        rows: [
          { label: `${objection}事项`, value: subjectCause(subject, state).zh },
          { label: '答复时间', value: zhInstant(event.at) },
        ],
        paragraphs:
          subject === 'result'
            ? [`答复已送达${objection}人。评审情况依法保密，答复内容不予公开。`]
            : reply.split('\n'),
      },
      contactSection(state.draft),
    ],
  };
}
