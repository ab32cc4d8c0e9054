import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { generateSigningKey, readSigningKey, removalFor, signRemoval } from '../signing-key.ts';
import { chosen, element, input, save, say } from './form.ts';

/** The part of the page that makes a signing key, and signs replacement and withdrawal with it. */

export function makeSigningKey(): void {
  const { text, name } = generateSigningKey();
  save(new Blob([text], { type: 'text/plain' }), 'openseal-signing-key.pem');
  input('signing-key').value = name;
  say(
    '签名密钥已生成。请妥善保管所保存的文件：首次递交时指定此公钥后，没有它就不能替换、撤回投标文件。',
    'The signing key is made. Keep the saved file: once a first submission names this key, the bid is neither replaced nor withdrawn without it.',
    'done',
  );
}

export async function signReplacement(): Promise<void> {
  const file = chosen('replacement', '替换的加密投标文件', 'the sealed file that comes in its place');
  say('正在计算文件的 SHA-256', 'Hashing the file', 'busy');
  await sign(await sha256Of(file));
}

export const signWithdrawal = (): Promise<void> => sign(null);

async function sign(replacedBy: string | null): Promise<void> {
  const signature = element<HTMLTextAreaElement>('signature');
  signature.value = '';
  const receipt = await chosen(
    'receipt',
    '现行投标文件的回执',
    'the receipt of the bid that is in now',
  ).text();
  const key = await chosen('signing-file', '签名密钥文件', 'the file of the signing key').text();
  const statement = removalFor(receipt, replacedBy);
  signature.value = signRemoval(statement, readSigningKey(key));
  const [zh, en] = replacedBy === null ? ['撤回', 'withdrawal'] : ['替换', 'replacement'];
  say(
    `已对第 ${statement.version} 版的${zh}签名。请将签名作为请求头 Openseal-Removal-Signature 一并提交。`,
    `The ${en} of version ${statement.version} is signed. Hand the signature in as the header Openseal-Removal-Signature.`,
    'done',
  );
}

/** Piece by piece: a bid may be larger than memory. */
async function sha256Of(file: File): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytesToHex(hash.digest());
    hash.update(value);
  }
}
