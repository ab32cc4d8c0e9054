import { HashMD } from '@noble/hashes/_md.js';
import { createHasher } from '@noble/hashes/utils.js';

const IV = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;
const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const ROUNDS = 64;
/** The first sixteen rounds have another constant and simpler functions. */
const EARLY = 16;

const rotl = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
const p0 = (word: number): number => word ^ rotl(word, 9) ^ rotl(word, 17);
const p1 = (word: number): number => word ^ rotl(word, 15) ^ rotl(word, 23);
/** Each round's constant, turned to its place. */
const CONSTANTS = Int32Array.from({ length: ROUNDS }, (_, round) =>
  rotl(round < EARLY ? 0x79cc4519 : 0x7a879d8a, round % 32),
);
const words = new Int32Array(ROUNDS + 4);

/** The compression function of SM3 (GB/T 32905-2016, 5.3) on the frame that SHA-2 has, too. */
class Sm3 extends HashMD<Sm3> {
  private state = Int32Array.from(IV);

  constructor() {
    super(BLOCK_BYTES, HASH_BYTES, 8, false);
  }

  protected get(): number[] {
    return [...this.state];
  }

  protected set(...state: number[]): void {
    this.state.set(state);
  }

  protected process(view: DataView, offset: number): void {
    expand(view, offset);
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = this.state;
    for (let round = 0; round < ROUNDS; round++) {
      const early = round < EARLY;
      const turned = rotl(a, 12);
      const ss1 = rotl((turned + e + CONSTANTS[round]!) | 0, 7);
      const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
      const tt1 = (ff + d + (ss1 ^ turned) + (words[round]! ^ words[round + 4]!)) | 0;
      const tt2 = (gg + h + ss1 + words[round]!) | 0;
      d = c;
      c = rotl(b, 9);
      b = a;
      a = tt1;
      h = g;
      g = rotl(f, 19);
      f = e;
      e = p0(tt2);
    }
    for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) this.state[at]! ^= word;
  }

  protected roundClean(): void {
    words.fill(0);
  }

  destroy(): void {
    this.destroyed = true;
    this.state.fill(0);
    this.buffer.fill(0);
  }

  _cloneInto(to: Sm3 = new Sm3()): Sm3 {
    to.state.set(this.state);
    return this._cloneIntoMeta(to);
  }
}

/** The message's sixteen words, and those that follow from them. */
function expand(view: DataView, offset: number): void {
  for (let at = 0; at < 16; at++) words[at] = view.getInt32(offset + 4 * at);
  for (let at = 16; at < words.length; at++) {
    const mixed = p1(words[at - 16]! ^ words[at - 9]! ^ rotl(words[at - 3]!, 15));
    words[at] = mixed ^ rotl(words[at - 13]!, 7) ^ words[at - 6]!;
  }
}

/** SM3 (GB/T 32905): 32 bytes. HMAC and HKDF of @noble/hashes take it as they take SHA-256. */
export const sm3 = createHasher(() => new Sm3());
