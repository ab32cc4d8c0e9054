import type { Actor } from '../../domain/case/actor.ts';
import { acceptanceHash } from '../../domain/seal/index.ts';
import {
  signatureDemands,
  type SignedCommand,
  type TenderCommand,
  type TenderDraft,
} from '../../domain/tender/index.ts';
import { PkiRefused } from '../../runtime/pki/index.ts';
import { databaseNow, knownSignatures, signerChains, type Em, type TenderRow } from '../../store/index.ts';
import type { Deps } from '../deps.ts';

/** What has to be signed for a command, by hash: what trustees accept, and the documents that its tender has signed. */
function toBeSigned(tender: TenderRow, command: TenderCommand, actor: Actor): string[] {
  const accepted = command.name === 'launchTender' ? acceptancesAsked(tender.id, command.draft) : [];
  return [...accepted, ...documentsToBeSigned(tender, command, actor)];
}

function acceptancesAsked(tenderId: string, { sealing = null }: TenderDraft): string[] {
  if (sealing === null) return [];
  return sealing.trustees.map(({ id }) => acceptanceHash(tenderId, sealing, id));
}

/** None where signatures are only kept. */
function documentsToBeSigned(tender: TenderRow, command: TenderCommand, actor: Actor): string[] {
  const draft = command.name === 'launchTender' ? command.draft : (tender.state ?? tender).draft;
  if (draft.signatures !== 'required') return [];
  const demands = signatureDemands(command, actor, draft, tender.state?.award ?? null);
  return [...new Set(demands.flatMap(({ documents }) => documents.map(({ sha256 }) => sha256)))];
}

/**
 * The command with what the platform knows now of signatures on its documents: stored with it, so that whoever
 * decides it, and whenever, judges by what was known at its receipt.
 */
export async function withSignatures(
  em: Em,
  tender: TenderRow,
  command: TenderCommand,
  actor: Actor,
): Promise<TenderCommand> {
  const documents = toBeSigned(tender, command, actor);
  if (documents.length === 0) return command;
  return { ...(command as SignedCommand), signed: await knownSignatures(em, tender.id, documents) };
}

/**
 * Asks the authorities whether the certificates that signed a command's documents were revoked since, before the
 * command is received; what they answer is kept and known then. An authority that is away changes nothing: the
 * signature was judged at its own receipt. A bidder's time does not wait for an authority, so its commands go by
 * what is known already.
 */
export async function askAboutSigners(
  deps: Pick<Deps, 'store' | 'verifier'>,
  tender: TenderRow,
  command: TenderCommand,
  actor: Actor,
): Promise<void> {
  if (actor.role === 'bidder') return;
  const documents = toBeSigned(tender, command, actor);
  if (documents.length === 0) return;
  const em = deps.store.em();
  const at = await databaseNow(em);
  await Promise.all(
    (await signerChains(em, tender.id, documents)).map(async (chainPem) => {
      try {
        await deps.verifier.certificate(chainPem, at, 'sign');
      } catch (error) {
        if (!(error instanceof PkiRefused)) throw error;
      }
    }),
  );
}
