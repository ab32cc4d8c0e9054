import type { Named } from '../../case/chapter.ts';
import type { OpeningEvidence } from '../../opening/finding.ts';
import { parts, shownOutage, type RecordParts } from '../../record/parts.ts';
import type { OpeningEvent } from './commands-and-events.ts';

/** What a finding rests on, with its instants as people read them. */
function shownEvidence({ outages, ...evidence }: OpeningEvidence): Record<string, unknown> {
  return { ...evidence, outages: outages.map(shownOutage) };
}

/** What the record says of an opening. What was read out is public (EB-016). */
export function recordOfOpening(event: Named<OpeningEvent, 'bidsOpened'>): RecordParts {
  const bids = event.bids.map((bid) => {
    const { bidId, name, uscc, result, priceFen, durationDays, quality, attribution, evidence } = bid;
    const signed = bid.signed === null ? {} : { signed: bid.signed };
    const shown = { bidId, name, uscc, result, priceFen, durationDays, quality, ...signed };
    return evidence === null ? shown : { ...shown, attribution, evidence: shownEvidence(evidence) };
  });
  const contents = event.bids.flatMap(({ bidId, content }) =>
    content == null ? [] : [{ bidId, sha256: content.sha256 }],
  );
  return parts(
    { bids },
    // Committed to: what was sealed is for those who evaluate and watch over it, and its hash may tell what it says.
    contents.length === 0 ? {} : { contents },
    event.bids.map((bid) => bid.sha256),
  );
}
