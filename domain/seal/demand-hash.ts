import { canonical } from '../record/leaf.ts';
import { bytesToHex, utf8 } from '../record/log/bytes.ts';
import { sha256 } from '../record/log/hash.ts';
import type { SealingDemand } from './demand.ts';

/** SHA-256 (hex) over the canonical JSON (RFC 8785) of a demand: what trustees accept, and receipts name. */
export const demandHash = (demand: SealingDemand): string => bytesToHex(sha256(utf8(canonical(demand))));
