/**
 * What 电子招标投标办法第四十条 has signed: seven kinds, told apart here as far as different people sign them.
 * `item` is the kind's number in the article; `EB-020` is its rule.
 */
export const SIGNED_KINDS = {
  notice: { item: 1, zh: '资格预审公告、招标公告或者投标邀请书', by: ['tenderee', 'agency'], isPublic: true },
  documents: { item: 2, zh: '资格预审文件、招标文件', by: ['tenderee', 'agency'], isPublic: true },
  clarification: { item: 2, zh: '澄清、补充和修改', by: ['tenderee', 'agency'], isPublic: true },
  bid: { item: 3, zh: '资格预审申请文件、投标文件及其澄清和说明', by: ['bidder'], isPublic: false },
  evaluationReport: { item: 4, zh: '资格审查报告、评标报告', by: ['tenderee', 'agency'], isPublic: false },
  awardNotice: {
    item: 5,
    zh: '资格预审结果通知书和中标通知书',
    by: ['tenderee', 'agency'],
    isPublic: false,
  },
  contract: { item: 6, zh: '合同', by: ['tenderee', 'agency', 'bidder'], isPublic: false },
  openingRecord: { item: 7, zh: '开标记录', by: ['tenderee', 'agency', 'bidder'], isPublic: true },
  other: { item: 7, zh: '国家规定的其他文件', by: ['tenderee', 'agency', 'bidder'], isPublic: false },
} as const satisfies Readonly<
  Record<
    string,
    { readonly item: number; readonly zh: string; readonly by: readonly string[]; readonly isPublic: boolean }
  >
>;
export type SignedKind = keyof typeof SIGNED_KINDS;
export const SIGNED_KIND_NAMES = Object.keys(SIGNED_KINDS) as [SignedKind, ...SignedKind[]];

/** Whether a role signs a kind of document. */
export function maySign(kind: SignedKind, role: string): boolean {
  return (SIGNED_KINDS[kind].by as readonly string[]).includes(role);
}
