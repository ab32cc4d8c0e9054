import { isoShanghai, parseInstant, type Instant } from '../domain/time/instant.ts';
import type { ExampleParty, ExamplePlatform } from './cast.ts';
import type { PlatformUser } from './client.ts';
import type { Notice } from './notice.ts';
import type { Member, Sign } from './signing.ts';

export const HOUR_MS = 3_600_000;
const GOES_ON_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 100;

/** How a rehearsal ends: as it should, with the second candidate after the first would not sign, or in one of the ways in which a tender comes to nothing. */
export const ENDS = [
  'awarded',
  'next-candidate',
  'too-few',
  'all-rejected',
  'terminated',
  'invalidated',
] as const;
export type End = (typeof ENDS)[number];

export interface Stage extends ExamplePlatform {
  /** How it ends; awarded when absent. */
  readonly end?: End;
  /** Whether it stops where bids are taken, so that others may bid. */
  readonly staysOpen?: boolean;
  /** The tender that came to nothing and is held anew. */
  readonly priorTenderId?: string;
  /** The supervisor that declares a tender void; needed for that end alone. */
  readonly supervisor?: () => Promise<PlatformUser>;
  /** What the draft says beyond the notice, e.g. how bids are to be sealed. */
  readonly draft?: Readonly<Record<string, unknown>>;
  /** How the parties sign; needed where the draft requires signatures. */
  readonly sign?: Sign;
  /** What has to be done for a draft before it is launched: where it names trustees, they accept. */
  readonly beforeLaunch?: (tenderId: string) => Promise<void>;
  /** Told of the tender as soon as it has an id. */
  readonly onTender?: (tenderId: string) => void;
  /** Told after each act, so that progress can be shown. */
  readonly onStep?: (tenderId: string) => Promise<void>;
}

export type Bidder = Member;

export interface Scene {
  readonly stage: Stage;
  readonly notice: Notice;
  readonly tenderId: string;
  /** Who acts for the tender: the agency where there is one, else the tenderee. */
  readonly owner: PlatformUser;
  readonly ownParty: ExampleParty;
  readonly tenderee: Member;
  readonly bidders: readonly Bidder[];
  /** SHA-256 of the one example document. */
  readonly document: string;
}

/** The address of something of the tender. */
export function of({ tenderId }: Scene, rest = ''): string {
  return `/v1/tenders/${tenderId}${rest}`;
}

/** The tender's statutory time now. */
export async function clockOf(scene: Scene): Promise<Instant> {
  const state = await scene.owner.get(of(scene));
  return parseInstant(String(state['now']));
}

/** Moves the tender's clock forward; what fell due is dealt with when it returns. */
export async function advance(scene: Scene, to: Instant): Promise<void> {
  await scene.owner.post(of(scene, '/clock'), { to: isoShanghai(to) });
  await scene.stage.onStep?.(scene.tenderId);
}

/** Looks again until there is an answer: the platform works on it. */
export async function until<T>(scene: Scene, look: () => Promise<T | null>): Promise<T> {
  const endsAt = Date.now() + GOES_ON_WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > endsAt) throw new Error(`tender ${scene.tenderId} does not go on`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
