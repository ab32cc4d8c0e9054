import { Command } from 'commander';
import { addSecretKeys } from './keys/secrets.ts';

const program = new Command('keys').description("The platform's keys: what there is, and their rotation.");
const rotate = program.command('rotate').description('adds the next key');
addSecretKeys(program, rotate);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
