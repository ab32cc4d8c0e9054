import type { Actor } from '../../domain/case/actor.ts';
import type { DocumentRef } from '../../domain/case/references.ts';
import type { TenderDraft } from '../../domain/tender/ground/draft.ts';
import type { Candidate, CommitteeMember, OpenedBid } from '../../domain/tender/ground/parts.ts';
import { parseInstant } from '../../domain/time/instant.ts';

/** The parties of the example. Names of the notice; codes made up, with valid check characters (GB 32100). */
export const EXAMPLE_PARTIES = {
  tenderee: { id: 'party-tenderee', name: '唐山三友电子化学品有限责任公司', uscc: '91130230MA0EXA0150' },
  agency: { id: 'party-agency', name: '唐山示例招标代理有限公司', uscc: '91130200MA0EXA023C' },
  bidder1: { id: 'party-bidder-1', name: '北京示例环境工程有限公司', uscc: '91110105MA01EX012N' },
  bidder2: { id: 'party-bidder-2', name: '天津示例水务工程有限公司', uscc: '91120116MA05EX024A' },
  bidder3: { id: 'party-bidder-3', name: '石家庄示例建设有限公司', uscc: '91130104MA07EX0348' },
  stranger: { id: 'party-stranger', name: '上海示例实业有限公司', uscc: '91310115MA1HEX0439' },
} as const;

function actorOf(role: Actor['role'], party: { id: string; name: string; uscc: string }): Actor {
  return {
    role,
    personId: `person-of-${party.id}`,
    partyId: party.id,
    uscc: party.uscc,
    partyName: party.name,
  };
}

export const tendereeActor = actorOf('tenderee', EXAMPLE_PARTIES.tenderee);
export const agencyActor = actorOf('agency', EXAMPLE_PARTIES.agency);
export const bidderActors: readonly [Actor, Actor, Actor] = [
  actorOf('bidder', EXAMPLE_PARTIES.bidder1),
  actorOf('bidder', EXAMPLE_PARTIES.bidder2),
  actorOf('bidder', EXAMPLE_PARTIES.bidder3),
];
/** A tenderee of other tenders: never a party of the example. */
export const strangerActor = actorOf('tenderee', EXAMPLE_PARTIES.stranger);
export const supervisorActor: Actor = {
  role: 'supervisor',
  personId: 'person-supervisor',
  partyId: 'party-supervisor',
  uscc: null,
  partyName: '唐山市发展和改革委员会',
};
export const administratorActor: Actor = {
  role: 'administrator',
  personId: 'person-administrator',
  partyId: null,
  uscc: null,
  partyName: null,
};

/** A document that nobody stored: fit where only its reference matters. */
export function exampleDocument(name = '招标文件.pdf', digit = 'a'): DocumentRef {
  return { sha256: digit.repeat(64), name, sizeBytes: 1024, mediaType: 'application/pdf' };
}

/** The instant at which the example is launched, an afternoon before its documents are issued. */
export const EXAMPLE_LAUNCH_AT = parseInstant('2026-09-09T15:00:00+08:00');

/**
 * A lawful draft: the Tangshan notice of 2026 restated. What the notice leaves open (prices, contact,
 * funding) is made up. From issue to deadline it has exactly the days the law asks for.
 */
export function exampleDraft(overrides: Partial<TenderDraft> = {}): TenderDraft {
  const contact = {
    name: '王示例',
    phone: '0315-5550100',
    address: '河北省唐山市曹妃甸区南堡经济开发区希望路1号',
    email: 'tender@example.com',
  };
  return {
    title: '唐山三友电子化学品有限责任公司年产3000吨电子级盐酸项目污水处理装置工程总承包',
    projectCode: 'OS-130209-2026-0001',
    regime: 'tendering',
    method: 'open',
    qualification: 'after',
    methodReason: null,
    invitees: [],
    firstStage: null,
    lot: null,
    prior: null,
    attributes: { mandatory: true, stateOwned: true, category: 'engineering' },
    tenderee: { name: EXAMPLE_PARTIES.tenderee.name, uscc: EXAMPLE_PARTIES.tenderee.uscc },
    agency: { name: EXAMPLE_PARTIES.agency.name, uscc: EXAMPLE_PARTIES.agency.uscc },
    contact,
    objectionContact: { ...contact, name: '李示例', phone: '0315-5550101' },
    region: '130209',
    place: '河北省唐山市曹妃甸区南堡经济开发区',
    industry: 'industry',
    scope: '年产3000吨电子级盐酸项目污水处理装置的设计、采购、施工及试运行（工程总承包）。',
    fundingSource: '企业自筹',
    qualificationRequirements: '具有独立法人资格；具备环境工程专项设计乙级及以上资质；近五年有同类业绩。',
    evaluationMethod: '综合评估法',
    estimatedPriceFen: '1850000000',
    ceilingPriceFen: '1900000000',
    documentPriceFen: '0',
    documents: [exampleDocument()],
    consortiumAllowed: false,
    durationDays: 150,
    bidSecurityFen: '30000000',
    performanceSecurityPercent: 10,
    bidValidityDays: 90,
    decryptionWindowMinutes: 60,
    signatures: 'recorded',
    schedule: {
      documentsIssuedFromAt: parseInstant('2026-09-10T09:00:00+08:00'),
      documentsIssuedUntilAt: parseInstant('2026-09-16T17:00:00+08:00'),
      bidDeadlineAt: parseInstant('2026-09-30T09:00:00+08:00'),
      openingAt: parseInstant('2026-09-30T09:00:00+08:00'),
    },
    ...overrides,
  };
}

const BIDDERS = [EXAMPLE_PARTIES.bidder1, EXAMPLE_PARTIES.bidder2, EXAMPLE_PARTIES.bidder3];
const PRICES_FEN = ['1768000000', '1795000000', '1812000000'];

/** Three bids opened without trouble: `bid-1` to `bid-3`, the first the cheapest. */
export function exampleOpenedBids(): OpenedBid[] {
  return BIDDERS.map((party, index) => ({
    bidId: `bid-${index + 1}`,
    partyId: party.id,
    name: party.name,
    uscc: party.uscc,
    sha256: String(index + 1).repeat(64),
    result: 'opened',
    attribution: null,
    signed: null,
    evidence: null,
    priceFen: PRICES_FEN[index] ?? null,
    durationDays: 145,
    quality: '合格',
    projectManager: `项目经理${index + 1}`,
    content: null,
  }));
}

/** A candidate that agrees with `exampleOpenedBids`, by rank from 1. */
export function exampleCandidate(rank: number): Candidate {
  const bid = exampleOpenedBids()[rank - 1];
  if (bid === undefined || bid.priceFen === null) throw new RangeError(`no example bid of rank ${rank}`);
  return {
    rank,
    bidId: bid.bidId,
    uscc: bid.uscc,
    name: bid.name,
    priceFen: bid.priceFen,
    quality: '合格',
    durationDays: bid.durationDays,
    projectManager: bid.projectManager,
    certificate: `冀113000000${rank}`,
    score: String(95 - rank),
    qualifications: '满足招标文件要求',
  };
}

/** A lawful committee: five members, four of them experts. */
export function exampleCommittee(): CommitteeMember[] {
  const experts = ['张示例', '赵示例', '钱示例', '孙示例'].map((name): CommitteeMember => ({
    name,
    role: 'expert',
    employer: '河北省评标专家库',
  }));
  return [
    { name: '周示例', role: 'tenderee-representative', employer: EXAMPLE_PARTIES.tenderee.name },
    ...experts,
  ];
}
