/**
 * Records the histories of one process, run by run, for the replay test:
 *
 *   node test/histories/record.ts <tenderId>                    a tender's, as open-tender-<n>.pb
 *   node test/histories/record.ts complaint/<id> complaint      any process, as complaint-<n>.pb
 *
 * with the platform of OPENSEAL_DATA running.
 *
 * The files are protobuf (temporal.api.history.v1.History). Payloads are stored decrypted, so that no key belongs to the test; they hold ids and instants only.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { loadConfig } from '../../runtime/config.ts';
import { historyCodec } from '../../runtime/engine/codec.ts';
import { Engine } from '../../runtime/engine/engine.ts';
import { historyKeys } from '../../runtime/vault.ts';
import { tenderWorkflowId } from '../../workflows/messages.ts';

const [, , id, name = 'open-tender'] = process.argv;
if (id === undefined) throw new Error('which process?');
const recorded = id.includes('/') ? id : tenderWorkflowId(id);
const config = loadConfig(process.env);
const codec = historyCodec(await historyKeys(config.keysDir));
const { namespace, taskQueue, port } = config.temporal;
const engine = new Engine({
  address: config.temporal.address ?? `127.0.0.1:${port}`,
  namespace,
  taskQueue,
  codec,
});
const query = `WorkflowId = "${recorded}"`;
const runs = [];
for await (const run of engine.client.workflow.list({ query })) runs.push(run);
runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
for (const [index, { runId, workflowId }] of runs.entries()) {
  const history = await engine.client.workflow.getHandle(workflowId, runId).fetchHistory();
  await decrypt(history, codec);
  const file = path.join(import.meta.dirname, `${name}-${index}.pb`);
  await writeFile(file, proto.temporal.api.history.v1.History.encode(history).finish());
  console.log(file);
}
await engine.close();

/** Replaces each encrypted payload found anywhere in the value by what it holds. */
async function decrypt(value: unknown, by: PayloadCodec): Promise<void> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
    if (isPayload(inner)) (value as Record<string, unknown>)[name] = (await by.decode([inner]))[0];
    else await decrypt(inner, by);
  }
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && 'metadata' in value && 'data' in value;
}
