import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, expect } from '@jest/globals';
import type { WireAnswer } from './answer-faults.ts';
import { hasMadeUpEntries } from './made-up.ts';

/**
 * Every answer of the API that one of these tests gets by `fetch`, of whatever process, is held to the closed schema by which
 * /openapi.json describes it: the test that got another one fails. With OPENSEAL_HOLD_ANSWERS=all those of all tests are. The platform itself checks none: it costs nothing
 * there. The look is another thread's, so that servers and clients of a test do not stand still for it.
 */

const HELD =
  /test\/api\/(answers|client|complaints|first-stage|mandates|opening|parties|queue|record|supervision|visibility)\.test\.ts$/;
const isHeld = (): boolean =>
  process.env['OPENSEAL_HOLD_ANSWERS'] === 'all' || HELD.test(expect.getState().testPath ?? '');

const send = globalThis.fetch;
let checker: Worker | null = null;
let asked = 0;
const waiting = new Map<number, (fault: string | null) => void>();
const looks: Promise<string | null>[] = [];

function checkerThread(): Worker {
  if (checker !== null) return checker;
  // It runs as it is, outside of jest.
  const started = new Worker(new URL('./answer-checker.ts', import.meta.url));
  started.unref();
  started.on('message', ({ id, fault }: { id: number; fault: string | null }) => {
    waiting.get(id)?.(fault);
    waiting.delete(id);
  });
  started.on('error', (error) => {
    for (const tell of waiting.values()) tell(`the answers could not be checked: ${error.message}`);
    waiting.clear();
  });
  checker = started;
  return started;
}

function look(answer: WireAnswer): Promise<string | null> {
  const id = ++asked;
  const { promise, resolve } = Promise.withResolvers<string | null>();
  waiting.set(id, resolve);
  checkerThread().postMessage({ id, answer });
  return promise;
}

globalThis.fetch = async (input, init) => {
  const answer = await send(input, init);
  if (!isHeld()) return answer;
  const url = new URL(input instanceof Request ? input.url : input);
  const method = init?.method?.toUpperCase() ?? (input instanceof Request ? input.method : 'GET');
  const mediaType = answer.headers.get('Content-Type')?.split(';', 1)[0] ?? '';
  if (
    url.hostname === '127.0.0.1' &&
    /^application\/(problem\+)?json$/.test(mediaType) &&
    method !== 'HEAD'
  ) {
    const { status } = answer;
    const madeUpEntries = hasMadeUpEntries();
    looks.push(
      answer
        .clone()
        .text()
        .then(
          (text) => look({ method, path: url.pathname, status, mediaType, text, madeUpEntries }),
          // Whoever asked broke it off, or was broken off: that is their test's matter.
          () => null,
        ),
    );
  }
  return answer;
};

async function assertHeld(): Promise<void> {
  const found = (await Promise.all(looks.splice(0))).filter((fault) => fault !== null);
  if (found.length > 0)
    throw new Error(`${found.length} answers are not what their schemas say:\n${found.join('\n')}`);
}

afterEach(assertHeld);
afterAll(async () => {
  await assertHeld().finally(() => checker?.terminate());
});
