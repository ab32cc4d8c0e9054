import type { Happened } from '../../case/chapter.ts';
import type { Breach, Deadline } from '../../law/types.ts';
import type { SignaturePolicy } from '../../pki/known.ts';
import type { ProcedureId } from '../../procedure/index.ts';
import type { TrusteeAcceptance } from '../../seal/acceptance.ts';
import type { TenderDraft } from '../ground/draft.ts';
import { ownDemand, type SignatureDemand, type Signed } from '../ground/signatures.ts';

/** A draft is launched: what begins a tender. */
export type LaunchTender = Signed<{
  readonly name: 'launchTender';
  readonly draft: TenderDraft;
  readonly rehearsal: boolean;
  readonly ruleset: string;
  /** The tender's id, for which its trustees accept; absent in commands of before they did. */
  readonly tenderId?: string;
  /** What the platform has every tender ask of signatures at the least; absent: `recorded`. */
  readonly signatureFloor?: SignaturePolicy;
}>;

export type NoticePublished = Happened<{
  readonly name: 'noticePublished';
  readonly tenderId: string;
  readonly draft: TenderDraft;
  readonly rehearsal: boolean;
  readonly ruleset: string;
  readonly procedure: ProcedureId;
  /** The statutory deadlines the notice was checked against, with their derivations. */
  readonly deadlines: readonly Deadline[];
  readonly warnings: readonly Breach[];
  /** The signatures by which its trustees accepted the sealing demand; absent without trustees. */
  readonly acceptances?: readonly TrusteeAcceptance[];
}>;

/** What a launch does, for people. */
export const LAUNCH_WORDS = { zh: '发布招标公告', en: 'launching the tender' } as const;

/** The tender documents are signed with the launch, those of a first stage too. */
export function launchSignatures({ draft }: Pick<LaunchTender, 'draft'>): SignatureDemand[] {
  return [ownDemand(draft, 'documents', [...(draft.firstStage?.documents ?? []), ...draft.documents])];
}
