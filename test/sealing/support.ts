import { execFileSync } from 'node:child_process';
import type { Binding, Scheme, SealingDemand, Stanza } from '../../domain/seal/index.ts';
import { BINDING_STANZA, SHARE_STANZA } from '../../domain/seal/index.ts';
import { writeHeader } from '../../sealing/header.ts';
import {
  generateKey,
  headerOf,
  open,
  seal,
  SealingError,
  type Suites,
  type KeyPair,
  type Opening,
  type SealedHeader,
} from '../../sealing/index.ts';
import type { Suite } from '../../sealing/suite.ts';
import { usccCheckCharacter } from '../../domain/party/uscc.ts';
import { EXAMPLE_PARTIES } from '../support/drafts.ts';

export const BINDING: Binding = {
  tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  lot: '1',
  bidderUscc: EXAMPLE_PARTIES.bidder1.uscc,
  version: 1,
};

/** A bidder's keys and the trustees' of a tender, fresh. */
export interface Cast {
  readonly scheme: Scheme;
  readonly own: KeyPair;
  readonly trustees: readonly { readonly id: string; readonly keys: KeyPair }[];
  readonly demand: SealingDemand;
}

const ROLES = ['tenderee', 'supervisor', 'platform', 'notary'] as const;

/** The made-up code of the party that is a trustee: the same place, the same code. */
function usccOf(at: number): string {
  const first17 = `12130200MA${String(7_000_000 + at)}`;
  return first17 + usccCheckCharacter(first17);
}

export function castOf(scheme: Scheme, count = 3, threshold = 2): Cast {
  const trustees = Array.from({ length: count }, (_, at) => ({
    id: `trustee-${at + 1}`,
    keys: generateKey(scheme),
  }));
  const demand: SealingDemand = {
    scheme,
    threshold,
    trustees: trustees.map(({ id, keys }, at) => ({
      id,
      name: `受托人${at + 1}`,
      role: ROLES[at] ?? 'other',
      uscc: usccOf(at),
      recipient: keys.recipient,
    })),
  };
  return { scheme, own: generateKey(scheme), trustees, demand };
}

export const ownKeyOnly = (scheme: Scheme): SealingDemand => ({ scheme, trustees: [], threshold: 0 });

/** A stream of some bytes, in pieces of a size. */
export function streamOf(bytes: Uint8Array, pieceBytes = 10_000): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + pieceBytes));
      at += pieceBytes;
      if (at >= bytes.length) controller.close();
    },
  });
}

export async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    chunks.push(value);
  }
}

export async function sealed(
  cast: Cast,
  plain: Uint8Array,
  options: { binding?: Binding | null; demand?: SealingDemand | null; suites?: Suites } = {},
): Promise<Buffer> {
  const { stream } = await seal(streamOf(plain), {
    recipients: [cast.own.recipient],
    binding: options.binding === undefined ? BINDING : options.binding,
    demand: options.demand === undefined ? cast.demand : options.demand,
    ...(options.suites === undefined ? {} : { suites: options.suites }),
  });
  return bytesOf(stream);
}

export async function opened(file: Uint8Array, by: Opening, suites?: Suites): Promise<Buffer> {
  return bytesOf(await open(streamOf(file, 1000), by, suites));
}

/** The code of the SealingError that opening fails with, or `opened`. */
export async function outcome(file: Uint8Array, by: Opening, suites?: Suites): Promise<string> {
  try {
    await opened(file, by, suites);
    return 'opened';
  } catch (error) {
    if (error instanceof SealingError) return error.code;
    throw error;
  }
}

/** The same file with another header, whose MAC is right: as only its bidder can make it. */
export function withStanzas(
  suite: Suite,
  file: Uint8Array,
  fileKey: Uint8Array,
  change: (stanzas: readonly Stanza[]) => readonly Stanza[],
): Buffer {
  const { header, bytes } = headerOf(file);
  return Buffer.concat([writeHeader(suite, change(header.stanzas), fileKey), file.subarray(bytes.length)]);
}

export const isShare = ({ type }: Stanza): boolean => type === SHARE_STANZA;
export const isBinding = ({ type }: Stanza): boolean => type === BINDING_STANZA;

/** A header as text, for changing it as one without the key can. */
export function editedHeader(file: Uint8Array, edit: (text: string) => string): SealedHeader {
  const text = Buffer.from(headerOf(file).bytes).toString('latin1');
  return headerOf(Buffer.from(edit(text), 'latin1'));
}

/** Whether a program can be run; says so on stderr when not, for then tests are left out. */
export function tool(command: string, args: readonly string[], of: string): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch (error) {
    process.stderr.write(`${of} skipped: ${(error as Error).message}\n`);
    return false;
  }
}
