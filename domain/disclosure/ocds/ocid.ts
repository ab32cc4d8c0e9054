const REHEARSAL = 'rehearsal-';

/**
 * The open contracting id of a tender: prefix and tender id. A rehearsal's says so in the id itself,
 * so that nobody who merges data by it can take it for a real process.
 */
export function ocidOf(ocidPrefix: string, tenderId: string, rehearsal: boolean): string {
  return `${ocidPrefix}-${rehearsal ? REHEARSAL : ''}${tenderId}`;
}

/** Reads an id made by `ocidOf`; null when it is not one of this publisher's. */
export function parseOcid(ocidPrefix: string, ocid: string): { tenderId: string; rehearsal: boolean } | null {
  if (!ocid.startsWith(`${ocidPrefix}-`)) return null;
  const rest = ocid.slice(ocidPrefix.length + 1);
  const rehearsal = rest.startsWith(REHEARSAL);
  const tenderId = rehearsal ? rest.slice(REHEARSAL.length) : rest;
  return tenderId === '' ? null : { tenderId, rehearsal };
}
