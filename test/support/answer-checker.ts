import { parentPort } from 'node:worker_threads';
import { faultOf, type WireAnswer } from './answer-faults.ts';

/** The thread that looks at answers for test/support/held-answers.ts. */
parentPort!.on('message', ({ id, answer }: { id: number; answer: WireAnswer }) => {
  parentPort!.postMessage({ id, fault: faultOf(answer) });
});
