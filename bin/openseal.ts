#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command } from 'commander';

/** Exit code when a command could not do its work at all. */
const UNUSABLE = 2;
const SEALING = ['keygen', 'seal', 'open', 'share'];

// Reading the sources again at every start would take longer than sealing a small bid.
enableCompileCache();
const { sealCommands } = await import('./openseal/sealing.ts');

const program = new Command('openseal').description(
  '投标文件加密与开启，业务记录的取回、核验与见证 · Seals and opens bids; takes the record home, verifies it, runs a witness.',
);
for (const command of sealCommands()) program.addCommand(command);
// What bidders do with bids starts without the code of the record.
if (!SEALING.includes(process.argv[2] ?? '')) {
  const { recordCommands } = await import('./openseal/record.ts');
  for (const command of recordCommands()) program.addCommand(command);
}
try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = UNUSABLE;
}
