import type { Command } from 'commander';
import { keygenCommand } from './keygen.ts';
import { openCommand } from './open.ts';
import { sealCommand } from './seal.ts';
import { shareCommand } from './share.ts';

/** What bidders and trustees need: keys, sealing, opening, and handing in a share. */
export const sealCommands = (): Command[] => [keygenCommand(), sealCommand(), openCommand(), shareCommand()];
