import type { Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { pkiRefusal } from './refusals.ts';

/** What an administrator did to an authority of the trust list. */
export type TrustChange = 'added' | 'suspended' | 'resumed' | 'removed';
export interface TrustEvent {
  readonly change: TrustChange;
  readonly at: Instant;
  readonly reason: string;
}
export type Standing = 'unknown' | 'trusted' | 'suspended' | 'removed';

const AFTER: Readonly<Record<TrustChange, Standing>> = {
  added: 'trusted',
  suspended: 'suspended',
  resumed: 'trusted',
  removed: 'removed',
};

/** How an authority stood at an instant: the last change at or before it. Events in the order of their instants. */
export function standingAt(events: readonly TrustEvent[], at: Instant): Standing {
  const last = events.filter((event) => event.at <= at).at(-1);
  return last === undefined ? 'unknown' : AFTER[last.change];
}

const FROM: Readonly<Record<TrustChange, readonly Standing[]>> = {
  added: ['unknown', 'removed'],
  suspended: ['trusted'],
  resumed: ['suspended'],
  removed: ['trusted', 'suspended'],
};

/** Whether an authority that stands so may be changed so: nothing is suspended twice, or resumed without having been suspended. */
export function mayChange(standing: Standing, change: TrustChange): boolean {
  return FROM[change].includes(standing);
}

/** Why an authority's certificates are not accepted at an instant; null when they are. What was accepted before stays so. */
export function refuseStanding(standing: Standing): Refusal | null {
  if (standing === 'trusted') return null;
  if (standing === 'suspended') return pkiRefusal('authority-suspended');
  return pkiRefusal(standing === 'removed' ? 'authority-removed' : 'certificate-untrusted');
}

/** What the names of the development authority hold, so that nobody takes one of its certificates for real. */
export const DEVELOPMENT_MARK = '仅供开发 DEVELOPMENT ONLY';

/** Whether any name of a chain is marked as made for development. */
export function isForDevelopment(names: readonly string[]): boolean {
  return names.some((name) => name.includes(DEVELOPMENT_MARK));
}
