import { releaseOf, type Release } from '../../../domain/disclosure/index.ts';
import { exampleCandidate } from '../../support/drafts.ts';
import { failedLife, fullLife, on, rejectedLife, type Step } from './lives.ts';
import {
  INVITED_DRAFT,
  PREQUALIFIED,
  PROCUREMENT,
  TWO_STAGE,
  concluded,
  invalidated,
  madeUp,
  opened,
  procured,
  replaced,
  resumedByOrder,
  terminated,
  voided,
} from './procedures.ts';

export const PREFIX = 'ocds-abc123';
export const PUBLIC_URL = 'https://tender.example.cn';

export const LOT = {
  ...PROCUREMENT,
  lot: { projectCode: 'OS-GP-2026-P', number: '2', name: '实验设备' },
  prior: { tenderId: 'tender-0', projectCode: 'OS-GP-2026-0000', outcome: 'terminated' as const },
};
const HOSTILE = `<script>"'\u0000\u202e\ud800 &`;
/** Tenders of every kind and end, by what is particular about each. */
export const EVERY_LIFE: readonly [string, Step[]][] = [
  ['a full life', fullLife()],
  ['a rehearsal', fullLife({ rehearsal: true })],
  [
    'without agency, prices and durations',
    fullLife({ draft: { agency: null, estimatedPriceFen: null, ceilingPriceFen: null, durationDays: null } }),
  ],
  [
    'a clarification that moves nothing',
    fullLife({ clarification: { kind: 'clarification', bidDeadlineAfterAt: on('09-30 09:00') } }),
  ],
  ['the second candidate wins', fullLife({ winner: exampleCandidate(2) })],
  [
    'hostile strings',
    fullLife({
      draft: { title: HOSTILE, scope: HOSTILE, projectCode: HOSTILE },
      clarification: { text: HOSTILE },
    }),
  ],
  ['prequalified', opened(concluded(PREQUALIFIED)).steps],
  ['two-stage', opened(concluded(TWO_STAGE)).steps],
  ['invited and suspended by order', resumedByOrder(INVITED_DRAFT).steps],
  ['procurement', procured().steps],
  ['a lot held anew', procured(LOT).steps],
  ['given up', terminated(INVITED_DRAFT).steps],
  ['void after its award', invalidated().steps],
  ['the next candidate wins', replaced().steps],
  ['a void award, given up', voided().steps],
  ['downtime', madeUp().steps],
  ['too few bidders', failedLife()],
  ['all bids rejected', rejectedLife()],
];

/** The releases of a life, each published a second after the other. */
export function releasesOf(steps: readonly Step[]): Release[] {
  return steps.flatMap(({ event, state }, index) => {
    const publishedAt = on('09-09 15:00') + index * 1000;
    const ctx = { ocidPrefix: PREFIX, publicUrl: PUBLIC_URL, releaseId: `r-${index}`, publishedAt };
    const release = releaseOf(event, state, ctx);
    return release === null ? [] : [release];
  });
}
