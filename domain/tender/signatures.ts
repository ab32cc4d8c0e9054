import type { KnownSignature, SignedKind } from '../pki/index.ts';
import type { Actor, TenderCommand } from './commands.ts';
import type { DocumentRef, TenderDraft, TenderState } from './state.ts';

/** One who may sign: a party in a role. */
export interface Signer {
  readonly uscc: string;
  readonly role: 'tenderee' | 'agency' | 'bidder';
}

/** The documents of a command that are signed as one kind, and by whom. */
export interface SignatureDemand {
  readonly kind: SignedKind;
  readonly documents: readonly DocumentRef[];
  /** Somebody of each group signs each document. */
  readonly by: readonly (readonly Signer[])[];
  /** Whether there must be a document at all: where the command says something that the article has signed. */
  readonly needsDocument: boolean;
}

/**
 * What a command carries of the kinds of 电子招标投标办法第四十条. The agency acts for the tenderee, so either signs
 * what the tenderee issues; a contract is signed by its two parties themselves. `award` is who was awarded.
 */
export function signatureDemands(
  command: TenderCommand,
  actor: Actor,
  draft: TenderDraft,
  award: TenderState['award'],
): SignatureDemand[] {
  const own = ownSigners(draft);
  const demand = (
    kind: SignedKind,
    documents: readonly DocumentRef[],
    needsDocument = true,
  ): SignatureDemand[] => [{ kind, documents, by: [own], needsDocument }];
  switch (command.name) {
    case 'launchTender':
      return demand('documents', [...(draft.firstStage?.documents ?? []), ...draft.documents]);
    case 'issueClarification':
      return demand('clarification', command.documents);
    case 'submitApplication':
      return [
        { ...demand('bid', command.documents)[0]!, by: [[{ uscc: actor.uscc ?? '', role: 'bidder' }]] },
      ];
    case 'concludeFirstStage':
      // Without documents of its own the second stage has those of the draft, which are signed.
      return [
        ...demand('documents', command.documents, false),
        ...demand('evaluationReport', command.report ?? [], draft.qualification === 'before'),
      ];
    case 'submitEvaluationReport':
      return demand('evaluationReport', command.documents);
    case 'issueAwardNotice':
      return demand('awardNotice', command.documents ?? []);
    case 'signContract':
      return [
        {
          kind: 'contract',
          documents: [command.document],
          by: contractParties(draft, award),
          needsDocument: true,
        },
      ];
    case 'submitWrittenReport':
      return demand('other', command.documents);
    default:
      return [];
  }
}

/** Commands whose documents are signed: what is known of these signatures travels with them. */
export type SignedCommand = Extract<TenderCommand, { readonly signed?: readonly KnownSignature[] }>;

/** What was known of signatures when the command was received; nothing for commands that carry nothing to sign. */
export function knownSignatures(command: TenderCommand): readonly KnownSignature[] {
  return ('signed' in command ? command.signed : undefined) ?? [];
}

function ownSigners({ tenderee, agency }: TenderDraft): Signer[] {
  const own: Signer = { uscc: tenderee.uscc, role: 'tenderee' };
  return agency === null ? [own] : [own, { uscc: agency.uscc, role: 'agency' }];
}

function contractParties({ tenderee }: TenderDraft, award: TenderState['award']): Signer[][] {
  const parties: Signer[][] = [[{ uscc: tenderee.uscc, role: 'tenderee' }]];
  return award === null ? parties : [...parties, [{ uscc: award.candidate.uscc, role: 'bidder' }]];
}
