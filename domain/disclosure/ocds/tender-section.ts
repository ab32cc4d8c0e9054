import { procedureOf, opensInSecret } from '../../procedure/index.ts';
import type { TenderDraft } from '../../tender/ground/draft.ts';
import type { TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import { isPublicPaper, papersOf, type Paper } from '../../visibility/index.ts';
import { REHEARSAL_BANNER } from '../announcement.ts';
import { sealingText } from '../announcements/sealing-item.ts';
import { concealParties } from '../secrets.ts';
import { isOpenToAll, termsOf } from '../terms.ts';
import { titled } from '../title.ts';
import { documentUrl } from '../urls.ts';
import { amendmentsOf } from './amendments.ts';
import { milestonesOf } from './milestones.ts';
import type { OcdsDocument } from './notice-document.ts';
import { partyReference } from './parties.ts';
import type { ReleaseContext } from './types.ts';
import { valueOf } from './value.ts';

/** The platform's own list: by it supervisors are competent. */
const INDUSTRY_SCHEME = 'x_openseal-industry';

const CATEGORIES = { engineering: 'works', goods: 'goods', services: 'services' } as const;

/** The events whose page belongs to the award or the contract instead of the tender. */
const ELSEWHERE: readonly TenderEvent['name'][] = ['awardNoticeIssued', 'awardCancelled', 'contractSigned'];

/** OCDS `tender`: what is bought, how, until when, and what has been published about it. */
export function tenderSectionOf(
  event: TenderEvent,
  state: TenderState,
  ctx: ReleaseContext,
  notice: OcdsDocument | null,
): Record<string, unknown> {
  const { draft } = state;
  const documents = documentsOf(state, ctx);
  if (notice !== null && !ELSEWHERE.includes(event.name)) documents.push(notice);
  const amendments = amendmentsOf(event, state, ctx);
  return {
    id: state.id,
    title: titled(state),
    description: `${state.rehearsal ? `${REHEARSAL_BANNER}。` : ''}${lotText(draft)}${draft.scope}`,
    status: statusOf(state),
    procuringEntity: partyReference(draft.agency ?? draft.tenderee),
    value: valueOf(draft.ceilingPriceFen ?? draft.estimatedPriceFen),
    procurementMethod: methodOf(draft),
    procurementMethodDetails: procedureOf(draft).zh,
    procurementMethodRationale:
      draft.methodReason === null ? undefined : concealParties(draft.methodReason, state),
    mainProcurementCategory: CATEGORIES[draft.attributes.category],
    items: itemsOf(state),
    awardCriteria: awardCriteriaOf(draft.evaluationMethod),
    awardCriteriaDetails: draft.evaluationMethod,
    submissionMethod: ['electronicSubmission'],
    submissionMethodDetails: `${termsOf(draft).bids}加密后上传电子招标投标交易平台：${ctx.publicUrl}\n${sealingText(state.id, draft, ctx.publicUrl)}`,
    eligibilityCriteria: draft.qualificationRequirements,
    ...periodsOf(state),
    ...tenderersOf(state),
    documents: uniqueById(documents),
    milestones: milestonesOf(event, state),
    amendments: amendments.length === 0 ? undefined : amendments,
  };
}

/**
 * The procedure in the closed OCDS list: open to all; selective where only the qualified may bid; limited to
 * suppliers of the tenderee's choice; direct from one. Of two stages the first is meant, and open.
 */
function methodOf(draft: TenderDraft): 'open' | 'selective' | 'limited' | 'direct' {
  if (draft.method === 'single-source') return 'direct';
  if (draft.invitees.length > 0) return 'limited';
  return draft.qualification === 'before' ? 'selective' : 'open';
}

/** The lot in words: OCDS 1.1.5 has no member for it. */
function lotText(draft: TenderDraft): string {
  if (draft.lot === null) return '';
  return `${termsOf(draft).lot}${draft.lot.number}（${draft.lot.name}）。`;
}

function statusOf(state: TenderState): string {
  if (state.outcome === 'failed-fewer-than-three' || state.outcome === 'all-rejected') return 'unsuccessful';
  if (state.outcome === 'terminated' || state.outcome === 'invalidated') return 'cancelled';
  return state.award === null ? 'active' : 'complete';
}

/** The two evaluation methods of 评标委员会和评标方法暂行规定 by their OCDS codes; any other goes by its own name only. */
function awardCriteriaOf(method: string): string | undefined {
  if (/综合评[估分]/.test(method)) return 'ratedCriteria';
  return /最低(投标|评标)价/.test(method) ? 'priceOnly' : undefined;
}

function periodsOf(state: TenderState): Record<string, unknown> {
  const openedAt = state.milestones.bidsOpened;
  // The last enquiry is the last objection to the documents (ZTB-102), as derived when the deadline was set.
  const lastObjection = state.deadlines.findLast((deadline) => deadline.rule === 'ZTB-102');
  const startDate = isoShanghai(state.documentsIssuedFromAt);
  return {
    tenderPeriod: { startDate, endDate: isoShanghai(state.bidDeadlineAt) },
    enquiryPeriod: lastObjection && { startDate, endDate: isoShanghai(lastObjection.endsAt) },
    awardPeriod:
      openedAt === undefined
        ? undefined
        : {
            startDate: isoShanghai(openedAt),
            endDate: awardedAt(state),
          },
    contractPeriod:
      state.draft.durationDays === null ? undefined : { durationInDays: state.draft.durationDays },
  };
}

/** When the award was noticed; null takes an earlier one back, once it is lost. */
function awardedAt({ award, cancelledAwards }: TenderState): string | null | undefined {
  if (award !== null) return isoShanghai(award.noticeAt);
  return cancelledAwards.length > 0 ? null : undefined;
}

/** What is bought, as one item: the notice knows no list, and says its scope and its industry. */
function itemsOf({ draft }: TenderState): Record<string, unknown>[] {
  return [
    {
      id: '1',
      description: draft.scope,
      classification: { scheme: INDUSTRY_SCHEME, id: draft.industry, description: draft.industry },
    },
  ];
}

/** The bidders: only once the bids were opened; a bidder counts once. */
function tenderersOf(state: TenderState): Record<string, unknown> {
  if (state.openedBids === null || opensInSecret(state.draft)) return {};
  const tenderers = uniqueById(state.openedBids.map(partyReference));
  return { numberOfTenderers: tenderers.length, tenderers };
}

/** The papers of each kind that everybody may know of, as OCDS names them. */
const ISSUED_DOCUMENTS = {
  'first-stage': { prefix: 'first-stage', documentType: 'eligibilityCriteria' },
  bids: { prefix: 'tender', documentType: 'biddingDocuments' },
} as const;

/**
 * What bidders come for. Only what everybody may fetch now has an address: before, documents are had by signing in, and
 * those for some bidders only are not named at all.
 */
function documentsOf(state: TenderState, ctx: ReleaseContext): OcdsDocument[] {
  const issued = papersOf(state).filter(({ issuedFor }) => issuedFor !== null);
  const ofNotice = issued.flatMap((paper) => {
    if (paper.event !== 'noticePublished' || paper.issuedFor === null) return [];
    const early = paper.issuedFor === 'first-stage';
    if (!early && !isOpenToAll(state.draft) && !isPublicPaper(paper, state)) return [];
    const { prefix, documentType } = ISSUED_DOCUMENTS[paper.issuedFor];
    const from = early ? state.draft.firstStage?.issuedFromAt : state.documentsIssuedFromAt;
    return [documentOf(paper, state, ctx, { prefix, documentType, publishedAt: from ?? state.launchedAt })];
  });
  const clarifying = state.clarifications.flatMap((clarification) => {
    const about = {
      prefix: clarification.id,
      documentType: 'clarifications',
      publishedAt: clarification.issuedAt,
    };
    const hashes = clarification.documents.map(({ sha256 }) => sha256);
    return issued
      .filter(({ event, document }) => event === 'clarificationIssued' && hashes.includes(document.sha256))
      .map((paper) => documentOf(paper, state, ctx, about));
  });
  return [...ofNotice, ...clarifying];
}

function documentOf(
  paper: Paper,
  state: TenderState,
  ctx: ReleaseContext,
  about: { readonly prefix: string; readonly documentType: string; readonly publishedAt: Instant },
): OcdsDocument {
  const { sha256, name, mediaType } = paper.document;
  return {
    id: `${about.prefix}-${sha256}`,
    documentType: about.documentType,
    title: name,
    ...(isPublicPaper(paper, state) ? { url: documentUrl(ctx.publicUrl, state.id, sha256) } : {}),
    datePublished: isoShanghai(about.publishedAt),
    format: mediaType,
    language: 'zh',
  };
}

/** One entry per id: OCDS merges lists by it. */
function uniqueById<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
