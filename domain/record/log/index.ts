/** The record as a Merkle log: RFC 6962 hashing, C2SP tiles, checkpoints, notes, cosignatures and proofs. */
export * from './bytes.ts';
export * from './checkpoint.ts';
export * from './hash.ts';
export * from './note.ts';
export * from './policy.ts';
export * from './proof.ts';
export * from './tiles.ts';
export * from './tree.ts';
