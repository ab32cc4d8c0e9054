import { ONLY_LOT, readDemand, type Scheme, type SealingDemand } from '../../domain/seal/index.ts';
import { SealingError } from '../errors.ts';
import { generateKey } from '../keys.ts';
import { beginSealing } from '../seal.ts';
import { chosen, element, input, save, say, valueOf } from './form.ts';
import { sealParts, startSealers, type PartSealer } from './parts.ts';
import { checkDemand, hasProof } from './proof.ts';
import { makeSigningKey, signReplacement, signWithdrawal } from './removal.ts';

/**
 * The page /seal. Everything happens in the browser: the page's content policy lets it
 * connect to nothing, so that neither file nor key leaves it but as files that the user saves.
 */

/** What the tender demands: embedded by the platform, or pasted by the user, or nothing. */
function demandOf(): SealingDemand | null {
  const text = element<HTMLTextAreaElement>('demand').value.trim();
  if (text === '') return null;
  const bad = new SealingError('bad-request', {
    zh: '加密要求不是平台给出的 JSON。',
    en: 'The demand is not the JSON that the platform gives.',
  });
  const demand = readDemand(
    ((): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        return null;
      }
    })(),
  );
  if (demand === null) throw bad;
  return demand;
}

function makeKey(): void {
  const scheme: Scheme = demandOf()?.scheme ?? 'age';
  const { identity, recipient } = generateKey(scheme);
  const text = `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
  save(new Blob([text], { type: 'text/plain' }), 'openseal-key.txt');
  input('recipient').value = recipient;
  say(
    '密钥已生成。请妥善保管所保存的密钥文件：开标时须用它解密，遗失后无法找回。',
    'The key is made. Keep the saved file: you need it at the opening, and nobody can restore it.',
    'done',
  );
}

async function sealFile(sealers: readonly PartSealer[]): Promise<void> {
  const file = chosen('file', '投标文件', 'the bid file');
  const [tenderId, bidderUscc] = [valueOf('tender'), valueOf('uscc')];
  const version = Number(valueOf('version'));
  if (
    tenderId === '' ||
    !/^[0-9A-Z]{18}$/.test(bidderUscc) ||
    !Number.isSafeInteger(version) ||
    version < 1
  ) {
    throw new SealingError('bad-request', {
      zh: '请填写项目编号、统一社会信用代码（18 位）和版本（从 1 起）。',
      en: 'Give the tender, the code of the bidder (18 characters) and the version (from 1 on).',
    });
  }
  const demand = demandOf();
  checkDemand(demand);
  const { suite, start, key } = await beginSealing({
    recipients: [valueOf('recipient')],
    binding: { tenderId, lot: ONLY_LOT, bidderUscc, version },
    demand,
  });
  const how = { scheme: suite.scheme, key };
  const parts = await sealParts(sealers, file, how, progressOf(file.size));
  save(new Blob([start as Uint8Array<ArrayBuffer>, ...parts]), `${file.name}.sealed`);
  say(
    '加密完成。请递交所保存的文件，并保管好密钥文件。',
    'Sealed. Submit the saved file, and keep the key file.',
    'done',
  );
}

/** Shows how far it is. */
function progressOf(sizeBytes: number): (doneBytes: number) => void {
  return (doneBytes) => {
    const percent = Math.floor((100 * doneBytes) / Math.max(1, sizeBytes));
    say(`正在加密 ${percent}%`, `Sealing ${percent}%`, 'busy');
  };
}

/** Says at once what the record holds of what the page shows; what differs is refused again when it is to be sealed. */
function showProof(): void {
  try {
    if (hasProof()) checkDemand(demandOf());
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    say(error.zh, error.en, 'failed');
  }
}

/** Runs what a button does; a second click waits until it is done. */
async function pressed(button: HTMLButtonElement, work: () => void | Promise<void>): Promise<void> {
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    if (error instanceof SealingError) say(error.zh, error.en, 'failed');
    else say('加密失败。', `It failed: ${String(error)}`, 'failed');
  } finally {
    button.disabled = false;
  }
}

/** Runs the page; `script` is the address of its script, which its workers run, too. */
export async function runPage(script: string): Promise<void> {
  const sealers = await startSealers(script);
  for (const [id, work] of [
    ['make-key', makeKey],
    ['seal', () => sealFile(sealers)],
    ['make-signing-key', makeSigningKey],
    ['sign-replacement', signReplacement],
    ['sign-withdrawal', signWithdrawal],
  ] as const) {
    const button = element<HTMLButtonElement>(id);
    button.addEventListener('click', () => void pressed(button, work));
  }
  element('log-key').addEventListener('change', showProof);
  element('ready').hidden = false;
  showProof();
}
