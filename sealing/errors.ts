/** Why something could not be sealed or opened; `code` is what programs compare. */
export type SealingErrorCode =
  /** The bytes do not begin like a sealed file. */
  | 'not-sealed'
  /** No stanza of the header is for any of the keys. */
  | 'wrong-key'
  /** A key fits, but header or payload were changed, cut off or never right. */
  | 'corrupted'
  /** The demand, a key or a binding that sealing was asked for is not one. */
  | 'bad-request';

const SENTENCES: Readonly<Record<SealingErrorCode, { zh: string; en: string }>> = {
  'not-sealed': { zh: '该文件不是加密的投标文件。', en: 'This is not a sealed file.' },
  'wrong-key': { zh: '密钥与该文件不符。', en: 'The key does not open this file.' },
  corrupted: { zh: '文件已损坏或者被改动。', en: 'The file was damaged or changed.' },
  'bad-request': { zh: '加密要求有误。', en: 'What was asked for cannot be sealed.' },
};

export class SealingError extends Error {
  readonly code: SealingErrorCode;
  readonly zh: string;
  readonly en: string;
  constructor(code: SealingErrorCode, more?: { readonly zh: string; readonly en: string }, cause?: unknown) {
    const { zh, en } = more ?? SENTENCES[code];
    super(`${zh} ${en}`, { cause });
    this.name = 'SealingError';
    this.code = code;
    this.zh = zh;
    this.en = en;
  }
}
