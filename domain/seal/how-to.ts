import type { SealingDemand } from './demand.ts';

/** How bids are sealed as a tender demands: a sentence in both languages, and the commands that do it. */
export interface HowToSeal {
  readonly zh: string;
  readonly en: string;
  /** Lines for a shell, in their order. What stands in capitals is the reader's to fill in. */
  readonly commands: readonly string[];
}

/** Whether any age tool seals as demanded; else it takes openseal's own command or page, which know of shares and of GM. */
const anyAgeToolSeals = (demand: SealingDemand | null): boolean =>
  demand === null || (demand.scheme === 'age' && demand.trustees.length === 0);

/**
 * How to seal as a demand asks. `source` is the address of the tender (`…/v1/tenders/ID`), or what stands for it; `bids` what
 * the procedure calls what is sealed.
 */
export function howToSeal(demand: SealingDemand | null, source: string, bids = '投标文件'): HowToSeal {
  if (anyAgeToolSeals(demand)) {
    return {
      zh: `${bids}用 age 格式（https://age-encryption.org/v1）加密给自己的密钥，任何 age 工具均可；不用口令、SSH 密钥或者插件，不加 -a。`,
      en: 'A bid is an age file (https://age-encryption.org/v1), sealed by any age tool to a key of the bidder’s own; no passphrase, SSH key or plugin, no -a.',
      commands: ['age-keygen -o key.txt', 'age -r $(age-keygen -y key.txt) -o bid.sealed bid.tar'],
    };
  }
  const gm = demand?.scheme === 'gm';
  const shares = (demand?.trustees.length ?? 0) > 0;
  const [gmZh, gmEn] = gm
    ? ['用国密算法（SM2、SM3、SM4）', ' with the GM algorithms (SM2, SM3, SM4)']
    : ['', ''];
  const [sharesZh, sharesEn] = shares
    ? ['，并为每名受托人封装一份密钥份额', ', and in shares to the trustees']
    : ['', ''];
  return {
    zh: `${bids}${gmZh}加密给自己的密钥${sharesZh}：用 openseal 命令，或者平台的 /seal 页面；age 工具不能代替。`,
    en: `A bid is sealed${gmEn} to a key of the bidder’s own${sharesEn}: by the command openseal or on the page /seal; the age tool will not do.`,
    commands: [
      `npx openseal keygen -o key.txt${gm ? ' --scheme gm' : ''}`,
      `npx openseal seal bid.tar -i key.txt -o bid.sealed -d ${source} -u USCC --bid-version 1`,
    ],
  };
}
