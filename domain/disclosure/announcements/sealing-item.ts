import { demandHash, howToSeal, TRUSTEE_ROLE_NAMES, type SealingDemand } from '../../seal/index.ts';
import type { TenderDraft } from '../../tender/ground/draft.ts';
import type { Row } from '../announcement.ts';
import { termsOf } from '../terms.ts';

/** The address at which a tender is read, and with it how it wants bids sealed. */
const sourceOf = (publicUrl: string, tenderId: string): string => `${publicUrl}/v1/tenders/${tenderId}`;

/**
 * How bids are to be sealed (EB-009), with the commands that do it, and the whole demand: who the trustees are, by which public
 * keys, and how many of them open a bid together (电子招标投标办法第三十一条第二款).
 */
export function sealingRows(tenderId: string, draft: TenderDraft, publicUrl: string): Row[] {
  const demand = draft.sealing ?? null;
  const how = howToSeal(demand, sourceOf(publicUrl, tenderId), termsOf(draft).bids);
  return [
    { label: '加密要求', value: how.zh },
    ...how.commands.map((command) => ({ label: '加密命令', value: command })),
    ...(demand === null || demand.trustees.length === 0 ? [] : trusteeRows(demand)),
  ];
}

function trusteeRows(demand: SealingDemand): Row[] {
  return [
    {
      label: '解密失败的补救方案',
      value: `自己的密钥失效的，下列 ${demand.trustees.length} 名受托人中任意 ${demand.threshold} 名可以共同解密，任何一名不能单独解密`,
    },
    ...demand.trustees.map(({ id, name, role, uscc, recipient }) => ({
      label: `受托人 ${id}`,
      value: `${name}（${TRUSTEE_ROLE_NAMES[role]}${uscc === undefined ? '' : `，统一社会信用代码 ${uscc}`}），公钥 ${recipient}`,
    })),
    { label: '加密要求的 SHA-256', value: demandHash(demand) },
  ];
}

/** The same in one text. */
export function sealingText(tenderId: string, draft: TenderDraft, publicUrl: string): string {
  return sealingRows(tenderId, draft, publicUrl)
    .map(({ label, value }) => `${label}：${value}`)
    .join('\n');
}
