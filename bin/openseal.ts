#!/usr/bin/env node
import { Command } from 'commander';
import { sealCommands } from './openseal/sealing.ts';

const program = new Command('openseal').description(
  '投标文件加密、开启与核验 · Sealing and opening of bids.',
);
for (const command of sealCommands()) program.addCommand(command);
await program.parseAsync();
