import { rulesetById } from '../../law/context.ts';
import type { Deadline } from '../../law/types.ts';
import { opensInSecret, rulesOf } from '../../procedure/index.ts';
import type { Contact, TenderDraft } from '../../tender/ground/draft.ts';
import type { PartyRef } from '../../case/references.ts';
import type { RejectedBid } from '../../tender/ground/parts.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { Row, Section } from '../announcement.ts';
import { zhEnd } from '../format/instant.ts';
import { conceal } from '../format/text.ts';
import { concealParties } from '../secrets.ts';
import { termsOf } from '../terms.ts';

/** Said where a fact the law lists was not given. */
export const NOT_STATED = '未载明';

/** The project's facts that lead every announcement after the tender notice. */
export function projectSection(state: TenderState): Section {
  const { draft } = state;
  const { owner, agency } = termsOf(draft);
  const rows: Row[] = [
    { label: '项目名称', value: draft.title },
    { label: '项目编号', value: draft.projectCode },
    ...lotRows(draft),
    { label: owner, value: draft.tenderee.name },
  ];
  if (draft.agency !== null) rows.push({ label: agency, value: draft.agency.name });
  return { heading: '项目信息', rows };
}

/** Which lot of which project this tender is; nothing where the project is not divided. */
export function lotRows(draft: TenderDraft): Row[] {
  if (draft.lot === null) return [];
  const { projectCode, number, name } = draft.lot;
  return [
    { label: `所属${termsOf(draft).project}编号`, value: projectCode },
    { label: termsOf(draft).lot, value: `${number}（${name}）` },
  ];
}

/** A party with the code by which it is known. */
export function partyText({ name, uscc }: PartyRef): string {
  return `${name}（统一社会信用代码${uscc}）`;
}

/** A contact that the tenderee gave for publication. */
export function contactRows(contact: Contact): Row[] {
  const rows: Row[] = [
    { label: '联系人', value: contact.name },
    { label: '电话', value: contact.phone },
    { label: '地址', value: contact.address },
  ];
  if (contact.email !== undefined) rows.push({ label: '电子邮箱', value: contact.email });
  return rows;
}

/** Who to ask, at the end of every announcement. */
export function contactSection(draft: TenderDraft): Section {
  return { heading: '联系方式', rows: contactRows(draft.contact) };
}

/** Each statutory deadline with its article, its instant and the sentence that derives it; null when there is none. */
export function deadlineSection(deadlines: readonly Deadline[]): Section | null {
  if (deadlines.length === 0) return null;
  const rows = deadlines.map((deadline) => [
    deadline.rule,
    deadline.article,
    zhEnd(deadline.endsAt),
    deadline.derivation.zh + (deadline.derivation.provisional ? PROVISIONAL : ''),
  ]);
  return {
    heading: '法定期限及推算',
    table: { caption: '各法定期限的依据、时点与推算过程', columns: ['规则', '依据', '时点', '推算'], rows },
  };
}

const PROVISIONAL = '（所涉年度的放假安排尚未公布，暂按周末和法定节日推算，公布后重新推算。）';

/** Rejected bids with ground and reason; null when none was rejected. Names come from the opening, where that is public. */
export function rejectionSection(
  state: TenderState,
  rejected: readonly RejectedBid[],
  secretNames: readonly string[],
): Section | null {
  if (rejected.length === 0) return null;
  const secret = opensInSecret(state.draft);
  const names = new Map(secret ? [] : state.openedBids?.map((bid) => [bid.bidId, bid.name]));
  const rows = rejected.map((bid) => [
    names.get(bid.bidId) ?? (secret ? '依法保密' : NOT_STATED),
    rejectionGround(state, bid.ground),
    concealParties(conceal(bid.reason, secretNames, memberOf(state.draft)), state),
  ]);
  return {
    heading: state.draft.regime === 'tendering' ? '否决投标情况' : `无效${termsOf(state.draft).bids}情况`,
    table: {
      caption: '被否决的投标',
      columns: [termsOf(state.draft).bidder, '否决依据', '理由'],
      rows,
    },
  };
}

/** Stands for a committee member's name while the names are secret (ZTB-307). */
export function memberOf(draft: TenderDraft): string {
  return `${termsOf(draft).committee}成员`;
}

const ITEMS = ['一', '二', '三', '四', '五', '六', '七'];

/** `51-3` is item three of the article whose grounds the law of the tender lists; any other ground is printed as it was given. */
function rejectionGround(state: TenderState, ground: string): string {
  const [, number, item] = /^(\d+)-([1-7])$/.exec(ground) ?? [];
  const rule = rulesetById(state.ruleset).rules[rulesOf(state.draft).grounds];
  if (rule === undefined || String(rule.values?.['article']) !== number) return ground;
  return `${rule.article}第（${ITEMS[Number(item) - 1]}）项`;
}

/** Leaves out the sections that a tender has no use for. */
export function present(sections: readonly (Section | null)[]): Section[] {
  return sections.filter((section) => section !== null);
}

/** Days as notices write them, or the word for an unknown. */
export function daysText(days: number | null): string {
  return days === null ? NOT_STATED : `${days}日历天`;
}
