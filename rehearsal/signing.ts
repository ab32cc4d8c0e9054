import type { SignedKind } from '../domain/pki/index.ts';
import type { ExampleParty } from './cast.ts';
import type { PlatformUser } from './client.ts';

/** One of the parties with its session. */
export interface Member {
  readonly party: ExampleParty;
  readonly user: PlatformUser;
}

/** Something to be signed: a stored document or a sealed bid. */
export interface Paper {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** Signs for a party and hands the signature in, where a tender requires it; a party may also fail to. */
export type Sign = (tenderId: string, by: Member, kind: SignedKind, paper: Paper) => Promise<void>;
