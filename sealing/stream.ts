import type { PayloadWork } from './payload.ts';

/** Sends a stream through sealing or opening; `before` is given out first. The work needs new room for each output. */
export function throughStream(
  work: PayloadWork,
  before?: Uint8Array,
): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    start(controller) {
      if (before !== undefined) controller.enqueue(before);
    },
    transform(piece, controller) {
      const made = work.push(piece);
      if (made !== null) controller.enqueue(made);
    },
    flush(controller) {
      const last = work.end();
      if (last.length > 0) controller.enqueue(last);
    },
  });
}
