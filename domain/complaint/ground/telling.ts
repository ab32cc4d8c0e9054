import type { Words } from '../../case/words.ts';
import { enEnd, zhEnd } from '../../disclosure/format/instant.ts';
import type { NoticeAudience, PartyNotice } from '../../disclosure/notices/notice.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { ComplaintDuty, ComplaintState } from './state.ts';

/** What an event of a complaint becomes known with: the state after it, and its tender as it stands then. */
export interface Shown {
  readonly state: ComplaintState;
  readonly tender: TenderState;
}

type Teller = (to: NoticeAudience, kind: string, title: Words, text: Words) => PartyNotice;

/** Makes the notices of one event: each names the tender, and the rule and article of the event. */
export function tellerOf(
  { rule, article }: { readonly rule: string | null; readonly article: string | null },
  { tender }: ComplaintState,
): Teller {
  return (to, kind, title, text) => ({
    to,
    kind,
    titleZh: `${tender.title}：${title.zh}`,
    titleEn: `${tender.title}: ${title.en}`,
    textZh: text.zh,
    textEn: text.en,
    rule,
    article,
  });
}

export const toComplainant = ({ complainant: { partyId } }: ComplaintState): NoticeAudience => ({ partyId });

export const toAuthority = ({ authority: { partyId } }: ComplaintState): NoticeAudience => ({ partyId });

/** What somebody wrote, in the language in which it was written. */
export const asWritten = (text: string): Words => ({ zh: text, en: text });

/** By when a duty is due; nothing where there is none. */
export function dueWords({ duties }: ComplaintState, id: ComplaintDuty['id']): Words {
  const duty = duties.find((one) => one.id === id);
  if (duty === undefined) return asWritten('');
  return { zh: `期限至${zhEnd(duty.dueAt)}。`, en: `Due by ${enEnd(duty.dueAt)}.` };
}

/** What a duty asks, as notices say it. */
export const DUTY_WORDS: Readonly<Record<ComplaintDuty['id'], Words>> = {
  review: { zh: '审查投诉并决定是否受理', en: 'to decide whether the complaint is accepted' },
  correct: { zh: '补正投诉', en: 'to correct the complaint' },
  copies: { zh: '发出投诉答复通知书及副本', en: 'to send the copies' },
  statement: { zh: '书面说明', en: 'to make a statement' },
  decide: { zh: '作出投诉处理决定', en: 'to decide the complaint' },
  publish: { zh: '公布投诉处理决定', en: 'to publish the decision' },
};
