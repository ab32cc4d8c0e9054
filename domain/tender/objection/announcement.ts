import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody } from '../../disclosure/announcement.ts';
import { contactSection, memberOf, projectSection } from '../../disclosure/announcements/sections.ts';
import { citedIn } from '../../disclosure/basis.ts';
import { subjectCause, subjectOf } from '../../disclosure/causes.ts';
import { zhInstant } from '../../disclosure/format/instant.ts';
import { conceal } from '../../disclosure/format/text.ts';
import { concealParties } from '../../disclosure/secrets.ts';
import { termsOf } from '../../disclosure/terms.ts';
import type { TenderState } from '../ground/state.ts';
import type { ObjectionEvent } from './commands-and-events.ts';

type Event<Name extends ObjectionEvent['name']> = Named<ObjectionEvent, Name>;

/**
 * 异议答复公告. The objection's own words stay unpublished, for they can tell who objected. The reply
 * to an objection against the result is for the objector alone: it weighs bids, which 招标投标法
 * art. 44 keeps confidential (ZTB-320), so only the fact of the reply is published.
 */
export function objectionReply(event: Event<'objectionReplied'>, state: TenderState): AnnouncementBody {
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
