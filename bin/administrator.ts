import { newAdministratorCode } from '../api/identity/administrator.ts';
import { isoShanghai } from '../domain/time/instant.ts';
import { ConfigError, loadConfig } from '../runtime/config.ts';
import { openStore } from '../store/index.ts';

/** Prints a one-time code that makes an administrator: whoever reads this console runs the platform. */
const { databaseUrl, http } = loadConfig(process.env);
if (databaseUrl === null) throw new ConfigError('DATABASE_URL is needed');
const store = await openStore({ databaseUrl, poolSize: 1 });
try {
  const { code, expiresAt } = await newAdministratorCode(store);
  console.log(`one-time code for an administrator, good until ${isoShanghai(expiresAt)}: ${code}`);
  console.log(`give it with login, password and operator to POST ${http.publicUrl}/v1/admin/administrators`);
} finally {
  await store.close();
}
