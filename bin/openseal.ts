#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command } from 'commander';

// Reading the sources again at every start would take longer than sealing a small bid.
enableCompileCache();
const { sealCommands } = await import('./openseal/sealing.ts');

const program = new Command('openseal').description(
  '投标文件加密、开启与核验 · Sealing and opening of bids.',
);
for (const command of sealCommands()) program.addCommand(command);
await program.parseAsync();
