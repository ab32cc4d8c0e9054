import type { Named } from '../../case/chapter.ts';
import type { OpeningEvidence } from '../../opening/finding.ts';
import { parts, shownOutage, type RecordParts } from '../../record/parts.ts';
import type { OpenedBid } from '../ground/parts.ts';
import type { OpeningEvent } from './commands-and-events.ts';

/** What a finding rests on, with its instants as people read them. */
function shownEvidence({ outages, ...evidence }: OpeningEvidence): Record<string, unknown> {
  return { ...evidence, outages: outages.map(shownOutage) };
}

/** Who offered what. */
function offerOf({ name, uscc, priceFen, durationDays, quality }: OpenedBid): Omit<OfferFacts, 'bidId'> {
  return { name, uscc, priceFen, durationDays, quality };
}

type OfferFacts = Pick<OpenedBid, 'bidId' | 'name' | 'uscc' | 'priceFen' | 'durationDays' | 'quality'>;

/**
 * What the record says of an opening. What was read out is public (EB-016); where nothing is read out, how each bid
 * fared is, and who offered what is only committed to.
 */
export function recordOfOpening(event: Named<OpeningEvent, 'bidsOpened'>): RecordParts {
  const bids = event.bids.map((bid) => {
    const { bidId, result, attribution, evidence } = bid;
    const signed = bid.signed === null ? {} : { signed: bid.signed };
    const shown = { bidId, ...(event.secret === true ? {} : offerOf(bid)), result, ...signed };
    if (evidence === null) return shown;
    // The hash of a letter that says little more than a price would tell it.
    const kept = event.secret === true ? { ...evidence, plaintextSha256: null } : evidence;
    return { ...shown, attribution, evidence: shownEvidence(kept) };
  });
  const offers = event.bids.map((bid) => ({ bidId: bid.bidId, ...offerOf(bid) }));
  const contents = event.bids.flatMap(({ bidId, content }) =>
    content == null ? [] : [{ bidId, sha256: content.sha256 }],
  );
  return parts(
    { bids },
    // Committed to: what was sealed is for those who evaluate and watch over it, and its hash may tell what it says.
    { ...(contents.length === 0 ? {} : { contents }), ...(event.secret === true ? { offers } : {}) },
    event.bids.map((bid) => bid.sha256),
  );
}
