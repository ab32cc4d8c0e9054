/**
 * Unified social credit codes, GB 32100-2015: eighteen characters, the last one a check character over
 * the first seventeen (weights 3^i mod 31, modulus 31).
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;
const WEIGHT_BASE = 3;
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

/** Whether a code has the form of GB 32100 and its check character agrees. */
export function isValidUscc(code: string): boolean {
  return FORM.test(code) && usccCheckCharacter(code.slice(0, 17)) === code.charAt(17);
}
