/** Sealing and opening of bids. Runs in browsers and in Node; sealing/node.ts adds what Node computes faster. */
export { checkPayloadSize, checkSealed } from './check.ts';
export { SealingError, type SealingErrorCode } from './errors.ts';
export { judgeHandIn, makeHandIn, parseHandIn, sharedBid, type HandIn, type SharedBid } from './hand-in.ts';
export { readHead, type Head, type PieceReader, type SealedHeader } from './head.ts';
export { generateKey, keyLines, readKeys } from './keys.ts';
export { fileKeyBy, headerFrom, headerOf, open, type Opening } from './open.ts';
export { recombine, type Recombination } from './recombine.ts';
export { isRecipient, seal, type Sealed, type SealOptions } from './seal.ts';
export type { Aead, KeyPair, Suites } from './suite.ts';
