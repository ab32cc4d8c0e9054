import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { SCHEMES, type Scheme } from '../../domain/seal/index.ts';
import { generateKey } from '../../sealing/keys.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { sayingWhy } from './files.ts';

interface Options {
  readonly output: string;
  readonly scheme: Scheme;
}

export function keygenCommand(): Command {
  return new Command('keygen')
    .description('生成投标人或者受托人自己的密钥 · Makes a key of one’s own; its secret stays in the file.')
    .requiredOption('-o, --output <file>', 'where the secret key goes; never overwritten')
    .addOption(new Option('--scheme <scheme>', 'age, or gm (SM2)').choices(SCHEMES).default('age'))
    .action(({ output, scheme }: Options) =>
      sayingWhy(async () => {
        const { identity, recipient } = generateKey(scheme, nodeSuites);
        const text = `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
        await writeFile(output, text, { flag: 'wx', mode: 0o600 });
        console.log(recipient);
      }),
    );
}
