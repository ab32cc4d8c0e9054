import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { KeyFile } from '../key-file.ts';

const ENCODING = 'binary/encrypted';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts every payload of the engine's histories with AES-256-GCM (NIST SP 800-38D): nonce, cipher
 * text and tag in one. Whoever holds the engine's database reads nothing but workflow types and ids.
 * The first key encrypts; all keys decrypt, also one that a rotation brought since the process started.
 */
export function historyCodec(keys: KeyFile): PayloadCodec {
  const { current } = keys;
  const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  const encode = (payload: Payload): Payload => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
    const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
    const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return {
      metadata: { [METADATA_ENCODING_KEY]: utf8(ENCODING), 'encryption-key-id': utf8(current.id) },
      data,
    };
  };
  const decode = (payload: Payload): Payload => {
    const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
    if (!encoding || Buffer.from(encoding).toString('utf8') !== ENCODING || !payload.data) return payload;
    const id = Buffer.from(payload.metadata?.['encryption-key-id'] ?? []).toString('utf8');
    const key = keys.byId(id);
    if (key === null) throw new Error(`the history key ${id} is not among the keys of this process`);
    const data = Buffer.from(payload.data);
    const decipher = createDecipheriv('aes-256-gcm', key.key, data.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    const sealed = data.subarray(NONCE_BYTES, data.length - TAG_BYTES);
    return proto.temporal.api.common.v1.Payload.decode(
      Buffer.concat([decipher.update(sealed), decipher.final()]),
    );
  };
  return {
    encode: (payloads) => Promise.resolve(payloads.map(encode)),
    decode: (payloads) => Promise.resolve(payloads).then((all) => all.map(decode)),
  };
}
