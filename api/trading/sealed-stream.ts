import { Readable } from 'node:stream';
import { refusalFor, ruleOf, type LawContext } from '../../domain/law/context.ts';
import type { Refusal } from '../../domain/refusal.ts';
import {
  HEADER_MAX_BYTES,
  parseSealedHeader,
  readBinding,
  VERSION_LINES,
  type Binding,
  type SealFlaw,
  type SealingDemand,
  type Submission,
} from '../../domain/seal/index.ts';
import { checkSealed, headerOf, type SealedHeader } from '../../sealing/index.ts';

/** A sealed bid that passed the checks, whole, with what its header says it is; or why it did not. */
export type CheckedStream =
  { readonly stream: Readable; readonly binding: Binding | null } | { readonly flaw: SealFlaw };

/**
 * Looks at the first bytes of a stream, and checks the header that they are by what the tender demands.
 * A stream that does not begin like a sealed file, or not like this tender's, gives a flaw: then no byte
 * of it is stored.
 */
export async function sealedStream(source: Readable, submission: Submission): Promise<CheckedStream> {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const { head, sealed } = await readHead(chunks);
  const flaw = checkSealed(sealed, submission);
  if (flaw !== null) return { flaw };
  const binding = sealed === null ? null : readBinding(sealed.header);
  const stream = Readable.from(joined(head, chunks), { objectMode: false });
  return { stream, binding: binding === 'malformed' ? null : binding };
}

async function readHead(
  chunks: AsyncIterableIterator<Buffer>,
): Promise<{ head: Buffer; sealed: SealedHeader | null }> {
  let head: Buffer = Buffer.alloc(0);
  while (parseSealedHeader(head) === null) {
    if (head.length > HEADER_MAX_BYTES) return { head, sealed: null };
    const next = await chunks.next();
    if (next.done === true) return { head, sealed: null };
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    // Anything else than a version line cannot become a header any more.
    if (!looksSealed(head)) return { head, sealed: null };
  }
  return { head, sealed: headerOf(head) };
}

const FIRST_LINES = Object.values(VERSION_LINES).map((line) => Buffer.from(`${line}\n`, 'latin1'));
const looksSealed = (head: Buffer): boolean =>
  FIRST_LINES.some((line) => {
    const length = Math.min(head.length, line.length);
    return head.subarray(0, length).equals(line.subarray(0, length));
  });

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

/** The refusal of a bid that is not sealed as prescribed (EB-009). */
export function sealingRefusal(
  law: LawContext,
  { code, zh, en }: SealFlaw,
  demand: SealingDemand | null,
): Refusal {
  const shares = (demand?.trustees.length ?? 0) > 0;
  const scheme = demand?.scheme ?? 'age';
  // A file that says for what it was sealed must say so rightly: then not every age file will do.
  const bound = code === 'bound-elsewhere' || code === 'wrong-version';
  if (scheme === 'age' && !shares && !bound) {
    return refusalFor(ruleOf(law, 'EB-009'), zh, en, {
      zh: 'age 格式的加密文件（https://age-encryption.org/v1），任何 age 工具均可生成。',
      en: 'An age file (https://age-encryption.org/v1); any age tool makes one.',
    });
  }
  return refusalFor(ruleOf(law, 'EB-009'), zh, en, {
    zh: '按招标文件的加密要求，用 openseal seal 或者平台的 /seal 页面为本项目、本单位和本次递交的版本加密的文件。',
    en: 'A file sealed by openseal seal, or on the page /seal, as the tender documents demand, for this tender, bidder and version.',
  });
}

/** The same for a flaw that may be none. */
export function refuseSealing(
  law: LawContext,
  flaw: SealFlaw | null,
  demand: SealingDemand | null,
): Refusal | null {
  return flaw === null ? null : sealingRefusal(law, flaw, demand);
}
