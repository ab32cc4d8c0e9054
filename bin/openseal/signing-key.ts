import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { REMOVAL_SIGNATURE_HEADER, removalText, SIGNING_KEY_HEADER } from '../../domain/seal/index.ts';
import { generateSigningKey, readSigningKey, removalFor, signRemoval } from '../../sealing/signing-key.ts';
import { sayingWhy } from './files.ts';

/** Makes the key that has to sign replacement and withdrawal of a bid. */
export function signingKeyCommand(): Command {
  return new Command('signing-key')
    .description(
      `生成签名密钥：首次递交时以请求头 ${SIGNING_KEY_HEADER} 指定，此后替换、撤回须由其签名 · Makes a key that has to sign replacement and withdrawal of a bid, named with its first submission; prints its public half.`,
    )
    .requiredOption('-o, --output <file>', 'where the secret key goes (PEM); never overwritten')
    .action(({ output }: { readonly output: string }) =>
      sayingWhy(async () => {
        const { text, name } = generateSigningKey();
        await writeFile(output, text, { flag: 'wx', mode: 0o600 });
        console.log(name);
      }),
    );
}

interface Options {
  readonly receipt: string;
  readonly key?: string;
  readonly text?: string;
  readonly by?: string;
  readonly withdraw?: true;
}

/** Signs the replacement or the withdrawal of a bid. */
export function signRemovalCommand(): Command {
  return new Command('sign-removal')
    .description(
      `签署替换或者撤回，输出请求头 ${REMOVAL_SIGNATURE_HEADER} 的值 · Signs the replacement of a bid by another sealed file, or its withdrawal; prints the value of that header.`,
    )
    .requiredOption('-r, --receipt <file>', 'the receipt of the bid that is in now, as the platform answered')
    .addOption(new Option('-b, --by <file>', 'the sealed file that comes in its place').conflicts('withdraw'))
    .option('-w, --withdraw', 'the bid is withdrawn')
    .addOption(new Option('-k, --key <file>', 'the key that signing-key made').conflicts('text'))
    .option('-t, --text <file>', 'instead of signing, writes what a certificate has to sign, byte for byte')
    .action((options: Options) => sayingWhy(() => signRemovalOf(options)));
}

async function signRemovalOf({ receipt, key, text, by, withdraw }: Options): Promise<void> {
  if (by === undefined && withdraw === undefined)
    throw new Error('--by 或 --withdraw · give --by or --withdraw: what becomes of the bid');
  if (key === undefined && text === undefined) throw new Error('--key 或 --text · give --key or --text');
  const statement = removalFor(await readFile(receipt, 'utf8'), by === undefined ? null : await sha256Of(by));
  if (text !== undefined) return writeFile(text, removalText(statement), { flag: 'wx' });
  console.log(signRemoval(statement, readSigningKey(await readFile(key!, 'utf8'))));
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
