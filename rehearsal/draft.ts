import type { ExampleParty } from './cast.ts';
import { yuanToFen, type Notice } from './notice.ts';

const CONTACT = { name: '示例联系人', phone: '0315-0000000', address: '示例地址一号' };

/** What the example costs where the notice says nothing. */
const EXAMPLE_PRICE_FEN = '5000000000';
/** A bid security that no limit by the estimate forbids. */
const SECURITY_PER_MYRIAD = 160;

/** What the purchase is estimated at, in fen: its budget, else its limit price. */
const estimateOf = (notice: Notice): string => {
  const yuan = notice.budgetYuan ?? notice.limitPriceYuan;
  return yuan === null ? EXAMPLE_PRICE_FEN : yuanToFen(yuan);
};

/** The highest price that is taken, in fen: the notice's, else the estimate. */
export const ceilingOf = (notice: Notice): string =>
  notice.limitPriceYuan === null ? estimateOf(notice) : yuanToFen(notice.limitPriceYuan);

/** So many ten-thousandths of an amount in fen, rounded down. */
export const shareOf = (fen: string, perMyriad: number): string =>
  ((BigInt(fen) * BigInt(perMyriad)) / 10_000n).toString();

/** What the notice does not say and the rehearsal takes for granted; told to the reader. */
export function assumptionsOf(notice: Notice): string[] {
  const assumed: string[] = [];
  if (notice.mandatory === null) assumed.push('mandatory: true (the stricter way)');
  if (notice.openingAt === null) assumed.push('openingAt: the bid deadline, as the law has it');
  if (notice.place === null) assumed.push('place: 示例地点');
  if (notice.budgetYuan === null && notice.limitPriceYuan === null)
    assumed.push('budget and limit price: 50 million yuan');
  assumed.push("bid validity, decryption window, contacts and the parties' codes: examples");
  return assumed;
}

/** Whether the notice goes to named parties only. */
export function invites({ method }: Notice): boolean {
  return method === 'invited' || method === 'single-source';
}

/** The draft that the notice amounts to, as the API takes it. */
export function draftOf(
  notice: Notice,
  cast: { tenderee: ExampleParty; agency: ExampleParty | null },
  document: string,
  more: {
    readonly firstDocument: string | null;
    readonly invitees: readonly ExampleParty[];
    readonly priorTenderId: string | null;
  },
): Record<string, unknown> {
  return {
    title: notice.title,
    projectCode: notice.projectCode,
    regime: notice.regime,
    method: notice.method,
    qualification: notice.qualification,
    methodReason: invites(notice) ? '技术复杂，只有少量潜在投标人可供选择（示例理由）。' : null,
    inviteeUsccs: invites(notice) ? more.invitees.map(({ uscc }) => uscc) : [],
    firstStage:
      notice.firstStage === null
        ? null
        : {
            documents: [more.firstDocument],
            issuedFromAt: notice.firstStage.issuedFrom,
            issuedUntilAt: notice.firstStage.issuedUntil,
            dueAt: notice.firstStage.due,
          },
    lot: notice.lot,
    priorTenderId: more.priorTenderId,
    attributes: { mandatory: notice.mandatory ?? true, stateOwned: true, category: notice.category },
    tendereeUscc: cast.tenderee.uscc,
    agencyUscc: cast.agency?.uscc ?? null,
    contact: CONTACT,
    objectionContact: CONTACT,
    region: '130200',
    place: notice.place ?? '示例地点',
    industry: 'industry',
    scope: notice.title,
    fundingSource: '企业自筹',
    qualificationRequirements: '具有独立法人资格及相应资质',
    evaluationMethod: '综合评估法',
    estimatedPriceFen: estimateOf(notice),
    ceilingPriceFen: ceilingOf(notice),
    documentPriceFen: notice.documentPriceYuan === null ? '0' : yuanToFen(notice.documentPriceYuan),
    documents: [document],
    consortiumAllowed: notice.consortiumAllowed,
    durationDays: notice.durationCalendarDays,
    bidSecurityFen: notice.bidSecurityRequired ? shareOf(estimateOf(notice), SECURITY_PER_MYRIAD) : null,
    performanceSecurityPercent: 10,
    bidValidityDays: 90,
    decryptionWindowMinutes: 60,
    schedule: {
      documentsIssuedFromAt: notice.documentsIssuedFrom,
      documentsIssuedUntilAt: notice.documentsIssuedUntil,
      bidDeadlineAt: notice.bidDeadline,
      openingAt: notice.openingAt ?? notice.bidDeadline,
    },
  };
}
