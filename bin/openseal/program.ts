import { Command } from 'commander';

/** Exit code when a command could not do its work at all. */
const UNUSABLE = 2;

/** What bidders and trustees need: keys, sealing, opening, handing in a share, and taking a bid away. */
const SEALING: Readonly<Record<string, () => Promise<Command>>> = {
  keygen: async () => (await import('./keygen.ts')).keygenCommand(),
  seal: async () => (await import('./seal.ts')).sealCommand(),
  open: async () => (await import('./open.ts')).openCommand(),
  share: async () => (await import('./share.ts')).shareCommand(),
  'signing-key': async () => (await import('./signing-key.ts')).signingKeyCommand(),
  'sign-removal': async () => (await import('./signing-key.ts')).signRemovalCommand(),
};

/** The command that is asked for, where it is one of sealing, else all: reading code takes longer than sealing a small bid. */
async function commandsFor(name: string): Promise<Command[]> {
  const one = Object.hasOwn(SEALING, name) ? SEALING[name] : undefined;
  if (one !== undefined) return [await one()];
  const sealing = await Promise.all(Object.values(SEALING).map((load) => load()));
  return [...sealing, ...(await import('./record.ts')).recordCommands()];
}

/** Runs the command that the process was started with. */
export async function runProgram(): Promise<void> {
  const program = new Command('openseal').description(
    '投标文件加密与开启，业务记录的取回、核验与见证 · Seals and opens bids; takes the record home, verifies it, runs a witness.',
  );
  for (const command of await commandsFor(process.argv[2] ?? '')) program.addCommand(command);
  try {
    await program.parseAsync();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = UNUSABLE;
  }
}
