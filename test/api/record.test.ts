import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { RecordEntry } from '../../domain/record/entry.ts';
import { enterRecord } from '../../store/index.ts';
import { send } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { settledHead } from './support/record.ts';
import { entryOf } from '../support/entry.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** Enters something that happened; gives its number in `data`. */
async function enter(count: number, tenderId: string | null = null): Promise<void> {
  for (let number = 0; number < count; number++) {
    await platform.deps.store.transaction((tx) =>
      enterRecord(tx, entryOf({ id: uuidv7(), tenderId, data: { number } })),
    );
  }
}

const indexes = (entries: unknown): number[] => (entries as RecordEntry[]).map((entry) => entry.index);

/** Reads a stream of server-sent events until `done` says so; then leaves. */
async function events(
  path: string,
  headers: Record<string, string>,
  done: (ids: number[], text: string) => boolean,
): Promise<{ ids: number[]; text: string }> {
  const leave = new AbortController();
  const response = await fetch(platform.baseUrl + path, { headers, signal: leave.signal });
  expect([response.status, response.headers.get('Content-Type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  let text = '';
  const ids = (): number[] => [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
  for await (const chunk of response.body!.pipeThrough(
    new TextDecoderStream() as never,
  ) as unknown as AsyncIterable<string>) {
    text += chunk;
    if (done(ids(), text)) break;
  }
  leave.abort();
  return { ids: ids(), text };
}

describe('the feed', () => {
  it('is paged by index without gaps', async () => {
    await enter(7);
    const head = await settledHead(platform);
    const seen: number[] = [];
    for (let from = 0; from < head;) {
      const { entries, next } = (await send(platform, 'GET', `/v1/record?from=${from}&limit=3`)).json;
      seen.push(...indexes(entries));
      from = next as number;
    }
    expect(seen).toEqual(Array.from({ length: head }, (_, index) => index));
  });

  it('waits for the next entry, and no longer', async () => {
    const head = await settledHead(platform);
    const waiting = send(platform, 'GET', `/v1/record?from=${head}&waitSeconds=30`);
    await enter(1);
    expect(indexes((await waiting).json['entries'])).toEqual([head]);
  });

  it('answers empty when the time is up', async () => {
    const head = await settledHead(platform);
    const answer = await send(platform, 'GET', `/v1/record?from=${head}&waitSeconds=1`);
    expect(answer.json).toEqual({ log: 'record', entries: [], next: head });
  });

  it('waits for one tender while others go on', async () => {
    const [mine, others] = [uuidv7(), uuidv7()];
    const head = await settledHead(platform);
    const waiting = send(platform, 'GET', `/v1/record?from=${head}&waitSeconds=30&tenderId=${mine}`);
    await enter(3, others);
    await settledHead(platform);
    await enter(1, mine);
    expect(indexes((await waiting).json['entries'])).toEqual([head + 3]);
  });

  // Before any stream: a reader that has left counts until the server has noticed.
  it('lets only so many readers wait from one address', async () => {
    const leaving: (() => void)[] = [];
    expect(() => {
      for (let reader = 0; reader <= 100; reader++)
        leaving.push(platform.deps.logs.record.watch.enter('127.0.0.1'));
    }).toThrow('too many requests');
    const refused = await send(platform, 'GET', '/v1/record/stream');
    expect([refused.status, refused.json['code']]).toEqual([429, 'too-many-requests']);
    for (const leave of leaving) leave();
    const head = await settledHead(platform);
    expect((await send(platform, 'GET', `/v1/record?from=${head - 1}&waitSeconds=1`)).status).toBe(200);
  });
});

describe('the stream', () => {
  it('resumes after Last-Event-ID with nothing lost and nothing twice', async () => {
    await enter(5);
    const head = await settledHead(platform);
    const first = await events('/v1/record/stream', {}, (ids) => ids.length >= 3);
    const last = first.ids[2]!;
    await enter(2);
    const rest = await events(
      '/v1/record/stream',
      { 'Last-Event-ID': String(last) },
      (ids) => ids.at(-1) === head + 1,
    );
    expect([...first.ids.slice(0, 3), ...rest.ids]).toEqual(
      Array.from({ length: head + 2 }, (_, index) => index),
    );
  });

  it('goes on as entries come, one tender alone when asked', async () => {
    const mine = uuidv7();
    const head = await settledHead(platform);
    const reading = events(`/v1/record/stream?from=${head}&tenderId=${mine}`, {}, (ids) => ids.length === 2);
    await enter(1, mine);
    await enter(2, uuidv7());
    await enter(1, mine);
    expect((await reading).ids).toEqual([head, head + 3]);
  });

  it('carries whole entries, named by their event', async () => {
    const head = await settledHead(platform);
    await enter(1);
    const { text } = await events(`/v1/record/stream?from=${head}`, {}, (ids) => ids.length === 1);
    expect(text).toContain('event: documentsOpened');
    const entry = JSON.parse(/^data: (.*)$/m.exec(text)![1]!) as RecordEntry;
    expect([entry.index, entry.leafHash.length]).toEqual([head, 64]);
  });
});
