import type { Readable } from 'node:stream';
import type { LawContext } from '../../domain/law/context.ts';
import type { Binding, SealFlaw, Submission } from '../../domain/seal/index.ts';
import { OtherBytesError, TooLargeError, type Note } from '../../runtime/storage/index.ts';
import type { Deps } from '../deps.ts';
import { tooLarge } from '../middleware/json-body.ts';
import { problem, refusalProblem } from '../problem.ts';
import { FlawedPayloadError, sealedStream, sealingRefusal } from './sealed-stream.ts';

/** A sealed file as it comes. */
export interface SentBid {
  readonly source: Readable;
  /** The SHA-256 that was announced; empty where none was. */
  readonly declared: string;
  readonly submission: Submission;
  readonly note: Note;
}

/** Stores what is sealed as the tender demands. Throws EB-009 for what is not, `hash-mismatch` when another hash was declared. */
export async function storeSealed(
  deps: Deps,
  law: LawContext,
  { source, declared, submission, note }: SentBid,
): Promise<{ sha256: string; sizeBytes: number; binding: Binding | null }> {
  const sealed = await sealedStream(source, submission);
  const refused = (flaw: SealFlaw): Error => refusalProblem([sealingRefusal(law, flaw, submission.demand)]);
  if ('flaw' in sealed) throw refused(sealed.flaw);
  const { bidMaxBytes: maxBytes } = deps.config.limits;
  const expected = { maxBytes, note, sha256: declared === '' ? undefined : declared };
  const stored = await deps.blobs.put(sealed.stream, expected).catch((error: unknown) => {
    if (error instanceof FlawedPayloadError) throw refused(error.flaw);
    if (error instanceof OtherBytesError) throw hashMismatch(error.sha256);
    throw error instanceof TooLargeError ? tooLarge(maxBytes) : error;
  });
  return { ...stored, binding: sealed.binding };
}

const hashMismatch = (sha256: string): Error =>
  problem(422, 'hash-mismatch', {
    zh: `收到内容的 SHA-256 为 ${sha256}，与声明的不一致`,
    en: `what arrived has the SHA-256 ${sha256}, not the one declared`,
    accepted: { zh: '重新传输', en: 'send it again' },
  });
