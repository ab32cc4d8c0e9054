import { SealingError } from '../errors.ts';

/** The page's fields, what it says, and what it gives to the user. */

export const element = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as T;
};
export const input = (id: string): HTMLInputElement => element<HTMLInputElement>(id);
export const valueOf = (id: string): string => input(id).value.trim();

/** Says how it goes, in both languages. */
export function say(zh: string, en: string, kind: 'busy' | 'done' | 'failed'): void {
  const status = element('status');
  status.className = kind;
  status.replaceChildren(zh, document.createElement('br'), en);
}

/** Has the browser save a file. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the address by then; kept, it would hold the whole file.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The file that the user chose. Throws a SealingError where there is none. */
export function chosen(id: string, zh: string, en: string): File {
  const file = input(id).files?.[0];
  if (file === undefined) throw new SealingError('bad-request', { zh: `请选择${zh}。`, en: `Choose ${en}.` });
  return file;
}
