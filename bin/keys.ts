import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { isoShanghai } from '../domain/time/instant.ts';
import { loadConfig } from '../runtime/config.ts';
import { openKeyRing, rotateKeyRing, type NextKey } from '../runtime/key-ring.ts';
import { signingFile } from '../runtime/signing.ts';
import { addSecretKeys } from './keys/secrets.ts';

const HOUR_MS = 3_600_000;
const program = new Command('keys').description("The platform's keys: what there is, and their rotation.");
const file = (): string => signingFile(loadConfig(process.env).keysDir);

program
  .command('list')
  .description('lists the keys with their spans')
  .action(async () => {
    const ring = await openKeyRing(file());
    const current = ring.current().kid;
    for (const { kid, alg, fromAt, untilAt } of ring.keys()) {
      const from = fromAt === 0 ? 'the start' : isoShanghai(fromAt);
      const until = untilAt === null ? '' : ` until ${isoShanghai(untilAt)}`;
      console.log(`${kid} ${alg} from ${from}${until}${kid === current ? ' (signs now)' : ''}`);
    }
  });

const rotate = program
  .command('rotate')
  .description('adds the next key of the signature; running processes take it by themselves')
  .option(
    '--after-hours <hours>',
    'when it begins to sign; until then it is announced among the public keys',
    '0',
  )
  .option(
    '--command <words...>',
    'a command that signs standard input, e.g. by a PKCS #11 tool; the key stays where it is',
  )
  .option('--public-key <file>', 'with --command: the public key in PEM, Ed25519 or ECDSA on P-256')
  .action(async (options: { afterHours: string; command?: string[]; publicKey?: string }) => {
    const hours = Number(options.afterHours);
    if (!Number.isFinite(hours) || hours < 0)
      throw new Error('--after-hours is a number of hours, at least 0');
    if ((options.command === undefined) !== (options.publicKey === undefined))
      throw new Error('--command and --public-key go together');
    const next: NextKey =
      options.command === undefined
        ? { kind: 'file' }
        : {
            kind: 'command',
            command: options.command,
            publicKey: createPublicKey(await readFile(options.publicKey!, 'utf8')),
          };
    await openKeyRing(file());
    const now = Date.now();
    console.log(await rotateKeyRing(file(), next, now + hours * HOUR_MS, now));
  });
addSecretKeys(program, rotate);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
