/**
 * Characters that print nothing but can deceive a reader or break a store: controls (tab and line
 * feed excepted), and the marks that reverse the direction in which a line is read.
 */
const DECEPTIVE = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\ufeff]/gu;

/** Text as it may be published: well-formed Unicode without control or direction-changing characters. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(DECEPTIVE, '');
}

/** Applies `plainText` to every string inside plain data. Members that are undefined are left out, as JSON would. */
export function plainData<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => plainData(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plainData(member)])) as T;
}

/** Replaces names that are still secret in a text written by hand; longer names first, so that none is left in part. */
export function conceal(text: string, secretNames: readonly string[], instead: string): string {
  return [...secretNames]
    .filter((name) => name.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((concealed, name) => concealed.replaceAll(name, instead), text);
}
