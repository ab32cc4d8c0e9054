import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { ensureAdministrator } from '../api/identity/administrator.ts';
import { isValidUscc } from '../domain/party/uscc.ts';
import { loadConfig } from '../runtime/config.ts';
import { openStore } from '../store/index.ts';

const PASSWORD_MIN = 12;
const options = new Command('administrator')
  .description('Makes the first administrator of a platform; the password is read from standard input.')
  .requiredOption('--login <login>')
  .requiredOption('--uscc <code>', "the operator's unified social credit code")
  .requiredOption('--name <name>', "the operator's name")
  .parse()
  .opts<{ login: string; uscc: string; name: string }>();

const { databaseUrl } = loadConfig(process.env);
if (databaseUrl === null) throw new Error('DATABASE_URL is needed');
if (!isValidUscc(options.uscc))
  throw new Error(`${options.uscc} is not a valid unified social credit code (GB 32100)`);
const lines = createInterface({ input: process.stdin });
const password = await lines.question('password: ');
lines.close();
if (password.length < PASSWORD_MIN) throw new Error(`a password has at least ${PASSWORD_MIN} characters`);
const store = await openStore({ databaseUrl, poolSize: 1 });
const added = await ensureAdministrator(store, {
  login: options.login,
  password,
  uscc: options.uscc,
  partyName: options.name,
});
console.log(
  added ? `${options.login} is an administrator now` : `${options.login} exists already; nothing was changed`,
);
await store.close();
