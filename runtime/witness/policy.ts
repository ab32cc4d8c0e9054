import { readFile } from 'node:fs/promises';
import { parsePolicy, parseVerifierKey, type Policy } from '../../domain/record/log/index.ts';
import { WitnessClient, type WitnessClientOptions } from './client.ts';

/** The witnesses and quorum of a file; none without a file. Throws an Error that names the file and the line. */
export async function loadWitnesses(file: string | null): Promise<Policy> {
  if (file === null) return parsePolicy('quorum none\n');
  try {
    return parsePolicy(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`OPENSEAL_WITNESSES ${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The client that asks the witnesses of a file, for the log with these keys. */
export async function openWitnessClient(
  file: string | null,
  vkeys: readonly string[],
  logger: WitnessClientOptions['logger'],
): Promise<WitnessClient> {
  const policy = await loadWitnesses(file);
  return new WitnessClient({ policy, logKeys: vkeys.map(parseVerifierKey), logger });
}
