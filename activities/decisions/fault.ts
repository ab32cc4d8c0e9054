import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { StorageError } from '../../runtime/storage/index.ts';
import { BytesGoneError, causesOf, codeOf, isTransient } from '../../store/index.ts';
import { StillArriving } from './intake.ts';

/** How many places of the code a fault names. */
const PLACES = 3;
/** A place of a stack: the function, and the file from the folder of ours or of a package that it lies in. */
const PLACE =
  /at (?:async )?(?:(?<name>[\w.<>$]+) \()?\S*?(?<file>(?:domain|store|activities|sealing|runtime|node_modules)\/[\w@./-]+:\d+)/;

/**
 * What went wrong, for whoever mends it, e.g. `RangeError at yuanNumber (domain/…/money.ts:42)`. Kinds, codes and places of
 * the code alone: a message may quote what was decided about, which is nobody's to read here.
 */
export function faultOf(error: unknown): string {
  const [first] = causesOf(error);
  if (first === undefined) return `a thrown ${typeof error}`;
  const code = codeOf(first);
  const places = (first.stack ?? '').split('\n').flatMap((line) => {
    const found = PLACE.exec(line)?.groups;
    return found === undefined
      ? []
      : [found['name'] === undefined ? found['file']! : `${found['name']} (${found['file']})`];
  });
  return [first.name + (code === '' ? '' : ` ${code}`), ...places.slice(0, PLACES)].join(' at ');
}

/**
 * Whether a decision threw for good: it would throw each time it is made. What the database, the storage or the engine
 * may yet give is tried again instead.
 */
export function isFault(error: unknown): boolean {
  if (error instanceof ApplicationFailure || error instanceof TemporalFailure) return false;
  // The closing waits for bids that are on their way: that passes.
  if (error instanceof StillArriving) return false;
  // So do bytes that were removed before they were named: the next try stores them anew.
  const passes = (cause: Error): boolean => cause instanceof StorageError || cause instanceof BytesGoneError;
  return !causesOf(error).some(passes) && !isTransient(error);
}
