import type { Checkpoint } from '../log/index.ts';

/** What can be wrong with a record, a receipt or a proof. */
export type FindingCode =
  | 'bad-checkpoint'
  | 'no-quorum'
  | 'forked'
  | 'rolled-back'
  | 'missing-file'
  | 'unreadable-file'
  | 'tile-changed'
  | 'block-changed'
  | 'rewritten'
  | 'dropped'
  | 'inserted'
  | 'reordered'
  | 'wrong-index'
  | 'duplicate'
  | 'back-dated'
  | 'data-missing'
  | 'data-changed'
  | 'receipt-changed'
  | 'receipt-backdated'
  | 'commitment-broken'
  | 'not-this-entry'
  | 'not-in-log'
  | 'not-in-batch'
  | 'entered-late'
  | 'batch-out-of-line'
  | 'late'
  | 'out-of-order'
  | 'bids-missing'
  | 'bid-changed'
  | 'demand-changed'
  | 'sealed-otherwise'
  | 'removal-unsigned'
  | 'not-found'
  | 'bad-timestamp'
  | 'timestamp-missing';

/** One thing that is wrong: which entry, and what was done to it. */
export interface Finding {
  readonly code: FindingCode;
  /** Index of the entry in the log; null when it is not one entry. */
  readonly index: number | null;
  readonly zh: string;
  readonly en: string;
}

/** One thing that was looked at, for people; also what could not be looked at, and why. */
export interface Line {
  readonly zh: string;
  readonly en: string;
}

/** What an audit looked at and what it found. Nothing found means that all of `checks` holds. */
export class Report {
  readonly checks: Line[] = [];
  readonly remarks: Line[] = [];
  readonly findings: Finding[] = [];

  checked(zh: string, en: string): void {
    this.checks.push({ zh, en });
  }

  remark(zh: string, en: string): void {
    this.remarks.push({ zh, en });
  }

  found(code: FindingCode, index: number | null, zh: string, en: string): void {
    this.findings.push({ code, index, zh, en });
  }

  /** Takes the lines of another report in. */
  add({ checks, remarks, findings }: Report): void {
    this.checks.push(...checks);
    this.remarks.push(...remarks);
    this.findings.push(...findings);
  }

  get holds(): boolean {
    return this.findings.length === 0;
  }
}

/** How a checkpoint is named to people. */
export const checkpointName = ({ origin, size }: Checkpoint): string => `${origin} (${size})`;
