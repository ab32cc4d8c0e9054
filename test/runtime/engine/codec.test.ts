import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import proto from '@temporalio/proto';
import { historyCodec } from '../../../runtime/engine/codec.ts';
import type { KeyFile } from '../../../runtime/key-file.ts';
import { historyKeys } from '../../../runtime/vault.ts';

let dir: string;
let keys: KeyFile;
let codec: PayloadCodec;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-codec-'));
  keys = await historyKeys(dir);
  codec = historyCodec(keys);
});
afterAll(() => rm(dir, { recursive: true }));

const payload: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('{"deadlineAt":1}'),
};
const of = (workflowId: string): SerializationContext => ({
  type: 'workflow',
  namespace: 'openseal',
  workflowId,
});
const activityOf = (workflowId: string): SerializationContext => ({
  type: 'activity',
  namespace: 'openseal',
  workflowId,
  activityId: '1',
  isLocal: false,
});
const encoded = async (context?: SerializationContext): Promise<Payload> =>
  (await codec.encode([payload], context))[0]!;
const decoded = async (one: Payload, context?: SerializationContext): Promise<string> =>
  Buffer.from((await codec.decode([one], context))[0]!.data!).toString();

/** A payload as versions before this one wrote it. */
function earlier(): Payload {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.current.key, nonce);
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return {
    metadata: {
      encoding: Buffer.from('binary/encrypted'),
      'encryption-key-id': Buffer.from(keys.current.id),
    },
    data,
  };
}

describe('what the engine keeps', () => {
  it('is read by the process it belongs to, in workflow and activity', async () => {
    for (const written of [of('tender/1'), activityOf('tender/1')])
      for (const read of [of('tender/1'), activityOf('tender/1')])
        expect(await decoded(await encoded(written), read)).toBe('{"deadlineAt":1}');
    expect(JSON.stringify(await encoded(of('tender/1')))).not.toContain('deadlineAt');
  });

  it('is refused in another process, whatever is written beside it', async () => {
    const one = await encoded(of('tender/1'));
    await expect(decoded(one, of('tender/2'))).rejects.toThrow('was put into tender/2');
    const relabelled = { ...one, metadata: { ...one.metadata, 'workflow-id': Buffer.from('tender/2') } };
    await expect(decoded(relabelled, of('tender/2'))).rejects.toThrow();
    // Nor does it pass for what earlier versions wrote, which was bound to nothing.
    const downgraded = { ...one, metadata: { ...one.metadata, encoding: Buffer.from('binary/encrypted') } };
    await expect(decoded(downgraded, of('tender/2'))).rejects.toThrow();
  });

  it('is refused when it is plain, or of an encoding that is not ours', async () => {
    const foreign = { ...payload, metadata: { encoding: Buffer.from('binary/null') } };
    for (const one of [payload, foreign, { data: Buffer.from('x') }, {}])
      await expect(decoded(one, of('tender/1'))).rejects.toThrow('not encrypted');
    const short = { ...(await encoded(of('tender/1'))), data: Buffer.alloc(5) };
    await expect(decoded(short, of('tender/1'))).rejects.toThrow('too short');
  });

  it('of earlier versions is still read, and never written', async () => {
    expect(await decoded(earlier(), of('tender/1'))).toBe('{"deadlineAt":1}');
    const { metadata } = await encoded(of('tender/1'));
    expect(Buffer.from(metadata!['encoding']!).toString()).toBe('binary/encrypted-bound');
  });

  it('is read by tools that know the history alone, and written by nobody who does not know the process', async () => {
    expect(await decoded(await encoded(of('tender/1')))).toBe('{"deadlineAt":1}');
    await expect(encoded()).rejects.toThrow('belongs to no process');
  });
});
