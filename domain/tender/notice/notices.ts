import { basisOf, citedIn } from '../../disclosure/basis.ts';
import { documentListEn, documentListZh } from '../../disclosure/format/documents.ts';
import { enInstant, zhInstant } from '../../disclosure/format/instant.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { termsOf } from '../../disclosure/terms.ts';
import { rulesOf } from '../../procedure/index.ts';
import type { TenderState } from '../ground/state.ts';
import type { NoticePublished } from './command.ts';

/**
 * 投标邀请书 (招标投标法 art. 17): to each of the invited, with what a notice would state. None is told who
 * else is invited, or how many (ZTB-015). Who applies or may come anyhow reads the public notice.
 */
export function invitationNotices(event: NoticePublished, state: TenderState): PartyNotice[] {
  const { draft } = event;
  if (draft.invitees.length === 0) return [];
  const { owner, documents, bids, deadline } = termsOf(draft);
  const { documentsIssuedFromAt: from, documentsIssuedUntilAt: until, bidDeadlineAt } = draft.schedule;
  const basis =
    draft.method === 'single-source'
      ? citedIn(state, { rule: rulesOf(draft).supplier, article: null })
      : basisOf(state, 'invitation');
  const letter = draft.method === 'invited' ? '投标邀请书' : '采购邀请书';
  return [
    {
      to: 'invitees',
      kind: 'invitation',
      titleZh: `${draft.title}：${letter}`,
      titleEn: `${draft.title}: you are invited to bid`,
      textZh:
        `${owner}${draft.tenderee.name}（${draft.contact.address}）邀请贵方参加本项目。\n` +
        `内容：${draft.scope}\n实施地点：${draft.place}\n资格能力要求：${draft.qualificationRequirements}\n` +
        `获取${documents}：${zhInstant(from)}至${zhInstant(until)}，登录平台下载。\n${documentListZh(draft.documents)}\n` +
        `${deadline}：${zhInstant(bidDeadlineAt)}，${bids}加密后在线递交。\n联系人：${draft.contact.name}，${draft.contact.phone}`,
      textEn:
        `${draft.tenderee.name} invites you to bid.\nWhat: ${draft.scope}\nWhere: ${draft.place}\n` +
        `Documents: from ${enInstant(from)} until ${enInstant(until)}, on the platform.\n${documentListEn(draft.documents)}\n` +
        `Bids are due sealed and online before ${enInstant(bidDeadlineAt)}.\nContact: ${draft.contact.name}, ${draft.contact.phone}`,
      ...basis,
    },
  ];
}
