/**
 * Unified social credit codes, GB 32100-2015 with its first amendment: who registers (1), of what category (1), the
 * division of the register (6 digits, GB/T 2260), the organisation's own code (9), and a check character over the
 * first seventeen (weights 3^i mod 31, modulus 31).
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;
const WEIGHT_BASE = 3;
/** The categories that each registration authority gives (table of the standard); other pairs were never issued. */
const CATEGORIES: Readonly<Record<string, string>> = {
  /** Staffing of public bodies: organs of state, public institutions, mass organisations, others. */
  '1': '1239',
  /** Foreign affairs. */
  '2': '19',
  /** Justice: law firms, notaries, legal services, forensic institutes, arbitration commissions, others. */
  '3': '123459',
  /** Culture. */
  '4': '19',
  /** Civil affairs: associations, private non-enterprise units, foundations, others. */
  '5': '1239',
  /** Tourism. */
  '6': '129',
  /** Religion. */
  '7': '129',
  /** Trade unions. */
  '8': '19',
  /** Industry and commerce: enterprises, individual businesses, farmers' cooperatives. */
  '9': '123',
  /** The military. */
  A: '19',
  /** Agriculture: collectives of groups, villages, townships, others. */
  N: '1239',
  /** Others. */
  Y: '1',
};
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** The check character for the first seventeen. Throws a RangeError for other characters or lengths. */
export function usccCheckCharacter(first17: string): string {
  if (first17.length !== 17)
    throw new RangeError('a unified social credit code has seventeen characters before its check character');
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError(`${character} is no character of a unified social credit code`);
    sum += value * weight;
    weight = (weight * WEIGHT_BASE) % MODULUS;
  }
  return ALPHABET.charAt((MODULUS - (sum % MODULUS)) % MODULUS);
}

/** Whether a code has the form of GB 32100, an authority and category that exist, and the check character that agrees. */
export function isValidUscc(code: string): boolean {
  if (!FORM.test(code) || !(CATEGORIES[code.charAt(0)] ?? '').includes(code.charAt(1))) return false;
  return usccCheckCharacter(code.slice(0, 17)) === code.charAt(17);
}
