import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Config } from '../config.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/messages.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;
/** Closed workflows are kept so long; the record keeps everything for good. */
const RETENTION_DAYS = 30;
const READY_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 100;
const ALREADY_EXISTS = 6;
/** grpc.health.v1.HealthCheckResponse.ServingStatus. */
const SERVING = 1;
const FRONTEND = 'temporal.api.workflowservice.v1.WorkflowService';

const TYPES: Readonly<Record<string, number>> = {
  [SEARCH_ATTRIBUTES.phase]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SEARCH_ATTRIBUTES.region]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SEARCH_ATTRIBUTES.suspended]: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  [SEARCH_ATTRIBUTES.nextDue]: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  [SEARCH_ATTRIBUTES.ruleset]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
};

/** Waits until an engine serves; an open port comes earlier than that. Throws the last error when it does not. */
export async function engineReady(
  address: string,
  config: Config,
  timeoutMs = READY_WITHIN_MS,
): Promise<void> {
  await until(timeoutMs, async () => {
    const connection = await connect(address, config);
    try {
      const { status } = await connection.healthService.check({ service: FRONTEND });
      if (Number(status) !== SERVING) throw new Error(`the engine at ${address} is not serving yet`);
    } finally {
      await connection.close();
    }
  });
}

/**
 * Registers the namespace and the search attributes where they are missing. On a managed cluster the
 * right to do so may be missing: the error says what to have created there.
 */
export async function prepareNamespace(address: string, config: Config): Promise<void> {
  const { namespace } = config.temporal;
  const connection = await connect(address, config);
  try {
    const known = await connection.workflowService.describeNamespace({ namespace }).then(
      () => true,
      () => false,
    );
    if (!known) {
      const seconds = RETENTION_DAYS * 86_400;
      await connection.workflowService
        .registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: seconds as never } })
        .catch(unlessThere(`create the namespace ${namespace}`));
    }
    // A namespace becomes visible to all services of the engine some moments after its registration.
    await until(READY_WITHIN_MS, async () => {
      const { customAttributes = {} } = await connection.operatorService.listSearchAttributes({ namespace });
      const missing = Object.entries(TYPES).filter(([name]) => customAttributes?.[name] === undefined);
      if (missing.length === 0) return;
      await connection.operatorService
        .addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) as never })
        .catch(unlessThere(`create the search attributes ${missing.map(([name]) => name).join(', ')}`));
      throw new Error('the search attributes are being created');
    });
  } finally {
    await connection.close();
  }
}

function unlessThere(what: string): (error: { code?: number; message: string }) => void {
  return (error) => {
    if (error.code === ALREADY_EXISTS) return;
    throw new Error(`the engine does not let us ${what}: ${error.message}`);
  };
}

function connect(address: string, config: Config): Promise<Connection> {
  const { tls, apiKey } = config.temporal;
  return Connection.connect({
    address,
    connectTimeout: '2 seconds',
    ...(tls ? { tls } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
}

async function until(timeoutMs: number, attempt: () => Promise<void>): Promise<void> {
  const endsAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
