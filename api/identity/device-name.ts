/**
 * A device as its owner may recognise it, by families: `Firefox, Windows`. Versions and models are left out, as they
 * tell more about a person than is needed here.
 */
const BROWSERS = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/MicroMessenger\//, 'WeChat'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^node\b|^undici\b/, 'Node.js'],
] as const;
const SYSTEMS = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\b(HarmonyOS|OpenHarmony)\b/, 'HarmonyOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** The families of the browser and the system of a User-Agent; `other` for what is not known. */
export function deviceName(userAgent: string): string {
  const among = (families: readonly (readonly [RegExp, string])[]): string | undefined =>
    families.find(([pattern]) => pattern.test(userAgent.slice(0, 1_000)))?.[1];
  const named = [among(BROWSERS), among(SYSTEMS)].filter((one) => one !== undefined);
  return named.length === 0 ? 'other' : named.join(', ');
}
