import path from 'node:path';
import { Command } from 'commander';
import type { Config } from '../../runtime/config.ts';
import { loadConfig } from '../../runtime/config.ts';
import { readIfThere } from '../../runtime/files.ts';
import { addKey, dropOldKeys, keyIdsOf } from '../../runtime/key-file.ts';
import { postgresUrl } from '../../runtime/postgres.ts';
import { createVault, historyFile, vaultFile } from '../../runtime/vault.ts';
import { openStore, resealSecrets, sealedByKey, type Store } from '../../store/index.ts';

const config = (): Config => loadConfig(process.env);

/** Adds `rotate history` and `rotate vault` to the command that rotates keys, and to the program what comes after them. */
export function addSecretKeys(program: Command, rotate: Command): void {
  for (const [name, file, after] of [
    ['history', historyFile, ''],
    ['vault', vaultFile, ', then run `keys reseal`'],
  ] as const) {
    rotate
      .command(name)
      .description(`a new key encrypts; restart all processes${after}`)
      .action(async () => console.log(await addKey(file(config().keysDir))));
  }
  program
    .command('secrets')
    .description('lists the keys of histories and of the vault, and what is sealed under each')
    .action(() => withStore(listSecrets));
  program
    .command('reseal')
    .description("seals the stored secrets anew under the vault's first key; may run beside the platform")
    .action(() => withStore(reseal));
  program
    .command('retire')
    .description('removes old keys')
    .command('vault')
    .description('once nothing is sealed under them')
    .action(() => withStore(retireVault));
}

async function listSecrets(store: Store): Promise<void> {
  const { keysDir } = config();
  const sealed = await sealedByKey(store);
  for (const [position, id] of (await keyIdsOf(historyFile(keysDir))).entries())
    console.log(`history ${id}${position === 0 ? ' (encrypts)' : ''}`);
  for (const [position, id] of (await keyIdsOf(vaultFile(keysDir))).entries()) {
    console.log(`vault ${id}${position === 0 ? ' (encrypts)' : ''}: ${sealed.get(id) ?? 0} secrets`);
    sealed.delete(id);
  }
  for (const [id, count] of sealed) console.log(`vault ${id} (not in the file): ${count} secrets`);
}

async function reseal(store: Store): Promise<void> {
  const vault = await createVault(config().keysDir);
  const count = await resealSecrets(store, vault.keyId, (sealed) => vault.seal(vault.open(sealed)));
  console.log(`${count} secrets sealed anew`);
}

async function retireVault(store: Store): Promise<void> {
  const file = vaultFile(config().keysDir);
  const [, ...old] = await keyIdsOf(file);
  const sealed = await sealedByKey(store);
  const held = old.filter((id) => sealed.has(id));
  if (held.length > 0)
    throw new Error(
      `secrets are sealed under ${held.join(', ')} still: restart all processes, then run reseal`,
    );
  console.log(`removed: ${(await dropOldKeys(file)).join(', ') || 'none'}`);
}

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ databaseUrl: await databaseUrlOf(config()), poolSize: 1 });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** The configured database, or the embedded one of a platform that runs. */
async function databaseUrlOf({ databaseUrl, keysDir, dataDir, postgresPort }: Config): Promise<string> {
  if (databaseUrl !== null) return databaseUrl;
  const password = await readIfThere(path.join(keysDir, 'postgres-password'));
  if (password === null)
    throw new Error('there is no embedded database here: DATABASE_URL or OPENSEAL_DATA is needed');
  const options = { dir: path.join(dataDir, 'postgres'), port: postgresPort, password: password.trim() };
  return postgresUrl(options, 'openseal');
}
