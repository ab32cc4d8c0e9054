import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  METADATA_ENCODING_KEY,
  type Payload,
  type PayloadCodec,
  type SerializationContext,
} from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeyFile } from '../key-file.ts';

/** What is written: encrypted, and bound to the process that it belongs to. */
const BOUND = 'binary/encrypted-bound';
/** What earlier versions wrote: encrypted alone. It is read, and never written any more. */
const UNBOUND = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const WORKFLOW_ID = 'workflow-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A payload of the engine that is not what this platform put there. The message names no content. */
export class ForeignPayloadError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ForeignPayloadError';
  }
}

/**
 * Encrypts every payload of the engine's histories with AES-256-GCM (NIST SP 800-38D): nonce, cipher
 * text and tag in one. Whoever holds the engine's database reads nothing but workflow types and ids.
 * The first key encrypts; all keys decrypt, also one that a rotation brought since the process started.
 *
 * The id of the process is authenticated with it: who can write the engine's database cannot put what was said to
 * one tender into another. Nor can they put anything of their own there: what is not encrypted is refused, whoever
 * sends it. What is kept of earlier versions can still be moved among the processes of their time.
 */
export function historyCodec(keys: KeyFile): PayloadCodec {
  return {
    encode: (payloads, context) =>
      Promise.resolve(payloads).then((all) => all.map((payload) => encode(keys, payload, context))),
    decode: (payloads, context) =>
      Promise.resolve(payloads).then((all) => all.map((payload) => decode(keys, payload, context))),
  };
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const textOf = (payload: Payload, name: string): string =>
  Buffer.from(payload.metadata?.[name] ?? []).toString('utf8');

/** Everything beside the cipher text that must not be changed. */
const authenticated = (keyId: string, workflowId: string): Uint8Array =>
  utf8(JSON.stringify([BOUND, keyId, workflowId]));

function encode({ current }: KeyFile, payload: Payload, context: SerializationContext | undefined): Payload {
  const workflowId = context?.workflowId;
  if (workflowId === undefined)
    throw new ForeignPayloadError('a payload that belongs to no process is not written');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
  cipher.setAAD(authenticated(current.id, workflowId));
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return {
    metadata: {
      [METADATA_ENCODING_KEY]: utf8(BOUND),
      [KEY_ID]: utf8(current.id),
      [WORKFLOW_ID]: utf8(workflowId),
    },
    data,
  };
}

function decode(keys: KeyFile, payload: Payload, context: SerializationContext | undefined): Payload {
  const encoding = textOf(payload, METADATA_ENCODING_KEY);
  if ((encoding !== BOUND && encoding !== UNBOUND) || !payload.data)
    throw new ForeignPayloadError('a payload of the engine is not encrypted: nothing of ours wrote it');
  const id = textOf(payload, KEY_ID);
  const key = keys.byId(id);
  if (key === null) throw new Error(`the history key ${id} is not among the keys of this process`);
  const data = Buffer.from(payload.data);
  if (data.length < NONCE_BYTES + TAG_BYTES)
    throw new ForeignPayloadError('a payload of the engine is too short');
  const decipher = createDecipheriv('aes-256-gcm', key.key, data.subarray(0, NONCE_BYTES));
  if (encoding === BOUND) {
    const workflowId = textOf(payload, WORKFLOW_ID);
    // Tools that read a history give no context: what they read is what it says, of the process that it says.
    if (context?.workflowId !== undefined && context.workflowId !== workflowId)
      throw new ForeignPayloadError(`a payload of ${workflowId} was put into ${context.workflowId}`);
    decipher.setAAD(authenticated(id, workflowId));
  }
  decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
  const sealed = data.subarray(NONCE_BYTES, data.length - TAG_BYTES);
  return proto.temporal.api.common.v1.Payload.decode(
    Buffer.concat([decipher.update(sealed), decipher.final()]),
  );
}
