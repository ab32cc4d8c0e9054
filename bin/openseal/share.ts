import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { SealingError } from '../../sealing/errors.ts';
import { makeHandIn } from '../../sealing/hand-in.ts';
import { keysOf, readHeaderOf, sayingWhy } from './files.ts';

interface Options {
  readonly output: string;
  readonly identity: string;
}

export function shareCommand(): Command {
  return new Command('share')
    .description('受托人开启自己的份额 · A trustee opens its box in a bid, and writes what it hands in.')
    .argument('<file>', 'the sealed bid, or its header alone')
    .requiredOption('-i, --identity <file>', 'the trustee’s key file')
    .requiredOption('-o, --output <file>', 'what is handed in (JSON)')
    .action((file: string, { identity, output }: Options) =>
      sayingWhy(async () => {
        const keys = await keysOf([identity]);
        const header = await readHeaderOf(file);
        const mine = keys.find(({ recipient }) =>
          header.header.stanzas.some(({ args }) => args.includes(recipient)),
        );
        if (mine === undefined) throw new SealingError('wrong-key');
        const handIn = makeHandIn(header, mine.identity);
        await writeFile(output, `${JSON.stringify(handIn, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
        console.log(`${handIn.tenderId} ${handIn.bidderUscc} ${handIn.trusteeId}`);
      }),
    );
}
