import type { Happened } from '../../case/chapter.ts';
import type { Breach } from '../../law/types.ts';
import type { Instant } from '../../time/instant.ts';
import type { Begins } from '../ground/progress.ts';
import type { ComplaintContent, ComplaintParty, ComplaintState, ComplaintSubject } from '../ground/state.ts';

/** A bidder or another interested party complains: what begins a complaint. Its id comes with it. */
export type FileComplaint = {
  readonly name: 'fileComplaint';
  readonly id: string;
  readonly subject: ComplaintSubject;
  readonly objectionId: string | null;
  /** When the complainant came to know of it, as it says. */
  readonly knownAt: Instant;
  readonly interest: string | null;
  /** To whom it goes; the first one decides (CMP-006). */
  readonly authorities: readonly ComplaintParty[];
} & ComplaintContent;

/** A complaint was received, with what is said to the authority and refuses nothing. */
export type ComplaintFiled = Happened<
  {
    readonly name: 'complaintFiled';
    readonly complaint: FiledComplaint;
    readonly warnings: readonly Breach[];
  } & Begins
>;

/** What a filing settles for good. */
export type FiledComplaint = Pick<
  ComplaintState,
  | 'id'
  | 'rehearsal'
  | 'regime'
  | 'ruleset'
  | 'tender'
  | 'complainant'
  | 'standing'
  | 'interest'
  | 'authority'
  | 'told'
  | 'subject'
  | 'objectionId'
  | 'claimedAt'
  | 'knownAt'
  | 'content'
>;
