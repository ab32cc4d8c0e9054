import { Readable } from 'node:stream';
import { refusalFor, ruleOf, type LawContext } from '../../domain/law/context.ts';
import type { Refusal } from '../../domain/refusal.ts';
import {
  howToSeal,
  readBinding,
  type Binding,
  type SealFlaw,
  type SealingDemand,
  type Submission,
} from '../../domain/seal/index.ts';
import { checkPayloadSize, checkSealed, readHead } from '../../sealing/index.ts';
import { nodeSuites } from '../../sealing/node.ts';

/** A sealed bid that passed the checks, whole, with what its header says it is; or why it did not. */
export type CheckedStream =
  { readonly stream: Readable; readonly binding: Binding | null } | { readonly flaw: SealFlaw };

/** What a stream fails with at its end when its size shows that no key opens it: nothing of it is to be kept. */
export class FlawedPayloadError extends Error {
  readonly flaw: SealFlaw;
  constructor(flaw: SealFlaw) {
    super(flaw.en);
    this.name = 'FlawedPayloadError';
    this.flaw = flaw;
  }
}

/**
 * Looks at the first bytes of a stream, and checks the header that they are by what the tender demands.
 * A stream that does not begin like a sealed file, or not like this tender's, gives a flaw: then no byte
 * of it is stored. How long it is shows at its end: the stream fails there with a FlawedPayloadError when it cannot be opened.
 */
export async function sealedStream(source: Readable, submission: Submission): Promise<CheckedStream> {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  const { sealed, bytes } = await readHead({ read: () => chunks.next() });
  const flaw = checkSealed(sealed, submission, nodeSuites);
  if (flaw !== null) return { flaw };
  if (sealed === null || sealed === 'armored') throw new Error('what is not sealed passed the checks');
  const binding = readBinding(sealed.header);
  const sizeFlaw = (sizeBytes: number): SealFlaw | null =>
    checkPayloadSize(sealed.scheme, sizeBytes - sealed.bytes.length);
  const stream = Readable.from(joined(bytes, chunks, sizeFlaw), { objectMode: false });
  return { stream, binding: binding === 'malformed' ? null : binding };
}

async function* joined(
  head: Uint8Array,
  rest: AsyncIterable<Buffer>,
  sizeFlaw: (sizeBytes: number) => SealFlaw | null,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = head.length;
  yield head;
  for await (const chunk of rest) {
    sizeBytes += chunk.length;
    yield chunk;
  }
  const flaw = sizeFlaw(sizeBytes);
  if (flaw !== null) throw new FlawedPayloadError(flaw);
}

/** The refusal of a bid that is not sealed as prescribed (EB-009). */
export function sealingRefusal(
  law: LawContext,
  { code, zh, en }: SealFlaw,
  demand: SealingDemand | null,
): Refusal {
  const rule = ruleOf(law, 'EB-009');
  // A file that says for what it was sealed must say so rightly: then not every age file will do.
  if (code === 'bound-elsewhere' || code === 'wrong-version') {
    return refusalFor(rule, zh, en, {
      zh: '按招标文件的加密要求，用 openseal seal 或者平台的 /seal 页面为本项目、本单位和本次递交的版本加密的文件。',
      en: 'A file sealed by openseal seal, or on the page /seal, as the tender documents demand, for this tender, bidder and version.',
    });
  }
  const how = howToSeal(demand, 'URL/v1/tenders/ID');
  const commands = how.commands.join('; ');
  return refusalFor(rule, zh, en, { zh: `${how.zh} ${commands}`, en: `${how.en} ${commands}` });
}

/** The same for a flaw that may be none. */
export function refuseSealing(
  law: LawContext,
  flaw: SealFlaw | null,
  demand: SealingDemand | null,
): Refusal | null {
  return flaw === null ? null : sealingRefusal(law, flaw, demand);
}
