import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { refuseNamesBeforeClosing } from '../../domain/bid/index.ts';
import { opensInSecret } from '../../domain/procedure/index.ts';
import { logNameOf } from '../../domain/record/log-name.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import {
  currentBidOf,
  loadState,
  openingProgress,
  readFenceUnlocked,
  tenderById,
  type Em,
} from '../../store/index.ts';
import { launchedTender, unknownTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import { commandRoute } from '../commands/tender-route.ts';
import type { Deps, Identity, PersonIdentity } from '../deps.ts';
import { standingIn } from '../documents/standing.ts';
import { signInProblem } from '../middleware/authentication.ts';
import { problem, refusalProblem } from '../problem.ts';
import type { RecordWatch } from '../record/record-watch.ts';
import { goneSignal, HEARTBEAT_MS, SSE_HEADERS, writeEvent } from '../record/stream.ts';
import { route, type Route } from '../route.ts';
import { shown } from '../schema.ts';
import { openingRecordSchema, signedOpeningRecord } from './opening-record.ts';

const signIn = commandRoute({
  path: 'opening/presence',
  operationId: 'signInAtOpening',
  summary: '开标签到 · Sign in to the opening (EB-012)',
  access: ['bidder'],
  params: tenderParams,
  tender: ({ params, deps }, identity) => tenderOfBidder(deps.store.em(), params.id, identity),
  command: () => ({ name: 'signInAtOpening' }),
});

const confirm = commandRoute({
  path: 'opening/confirmation',
  operationId: 'confirmOpening',
  summary: '确认开标记录 · Confirm the opening record',
  access: ['bidder'],
  params: tenderParams,
  tender: ({ params, deps }, identity) => tenderOfBidder(deps.store.em(), params.id, identity),
  command: () => ({ name: 'confirmOpening' }),
});

/** A launched tender in which the party has a bid that counts: who has none takes no part in the opening. */
async function tenderOfBidder(em: Em, id: string, identity: Identity) {
  await launchedTender(em, id);
  const tender = await tenderById(em, id);
  if (tender === null || (await currentBidOf(em, id, identity.partyId)) === null)
    throw problem(404, 'unknown-bid', {
      zh: '本单位在此项目没有投标文件',
      en: 'your party has no bid in this tender',
    });
  return tender;
}

const openingRecord = route({
  method: 'get',
  path: '/v1/tenders/:id/opening-record',
  operationId: 'openingRecord',
  tags: ['public'],
  summary: '开标记录 · The opening record, public and signed (EB-016)',
  description:
    'Bids stand in the order of receipt of their last versions, in which they are read out. In procurement otherwise than by tender nothing is read out, and the record is for the purchaser and for authorities alone. `signature` is a compact JWS of the platform whose payload is the rest of the answer in canonical form (RFC 8785); its keys are at `/.well-known/openseal-keys.json`.',
  access: 'visitor',
  refuses: [403],
  request: { params: tenderParams },
  responses: {
    200: {
      description: '开标记录',
      schema: openingRecordSchema.extend({ signature: z.string() }),
    },
  },
  handler: async ({ params, deps, identity, koa }) => {
    const em = deps.store.em();
    const state = await loadState(em, params.id, false);
    // Who has not signed in is told of what is public alone.
    if (identity === null && (state === null || opensInSecret(state.draft))) throw signInProblem(koa);
    if (state === null) throw unknownTender();
    if (opensInSecret(state.draft)) await assertReadsSecretOpening(deps, state, identity);
    const fence = await readFenceUnlocked(deps.store.em(), params.id);
    const signed = fence === null ? null : await signedOpeningRecord(deps, state, fence.at);
    if (signed === null) throw problem(404, 'not-opened', { zh: '尚未开标', en: 'the bids are not opened' });
    return { status: 200, body: { ...signed.record, signature: signed.signature } };
  },
});

/** Who offered what in talks, or in an inquiry, is for the purchaser's own side and for those who watch over it. */
async function assertReadsSecretOpening(
  deps: Deps,
  state: TenderState,
  identity: PersonIdentity | null,
): Promise<void> {
  const { owner, authority } = await standingIn(deps.store.em(), state, identity);
  if (owner || authority !== null) return;
  throw problem(403, 'opening-secret', {
    zh: '谈判、磋商、询价和单一来源采购的响应文件不公开开启，供应商的名称、报价和其他信息依法保密',
    en: 'responses of negotiations, consultations, inquiries and single sources are not opened in public: who offered what is secret',
  });
}

const stream = route({
  method: 'get',
  path: '/v1/tenders/:id/opening/stream',
  operationId: 'streamOpening',
  tags: ['public'],
  summary: '实时开标 · The opening as server-sent events, from the closing on',
  description:
    'Events `progress` say how many keys and shares are in and how many bids wait, without names; `record` is the signed opening record, again whenever a confirmation changes it; `ended` says that the tender is over without one, or that it has none that is public.',
  access: 'public',
  request: { params: tenderParams },
  refuses: [409],
  responses: { 200: { description: '事件流', mediaType: 'text/event-stream' } },
  handler: async ({ params, deps, koa, address }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    if (state.milestones.bidsClosed === undefined)
      throw refusalProblem([refuseNamesBeforeClosing(state.ruleset, 'bidders')], 409);
    const watch = deps.logs[logNameOf(state.rehearsal)].watch;
    const leave = watch.enter(address);
    const events = new PassThrough();
    void push(deps, events, { tenderId: params.id, watch }, goneSignal(koa)).finally(leave);
    return { status: 200, body: events, headers: SSE_HEADERS };
  },
});

/** Writes how the opening stands whenever it stands otherwise than before. */
async function push(
  deps: Deps,
  events: PassThrough,
  { tenderId, watch }: { tenderId: string; watch: RecordWatch },
  signal: AbortSignal,
): Promise<void> {
  deps.metrics.feedReaders.inc();
  let told = '';
  try {
    await writeEvent(events, 'retry: 2000\n\n', signal);
    let head = await watch.head();
    let writtenAt = performance.now();
    while (!signal.aborted) {
      const now = await shownOnce(deps, tenderId, head);
      if (now !== told || performance.now() - writtenAt >= HEARTBEAT_MS) {
        await writeEvent(events, now === told ? ': still here\n\n' : now, signal);
        writtenAt = performance.now();
      }
      told = now;
      head = (await watch.headBeyond(head, LOOK_EVERY_MS, signal)) ?? head;
    }
  } catch (error) {
    // The reader comes back and is told how it stands; nothing is lost by ending the stream here.
    if (!signal.aborted) deps.logger.warn({ err: error }, 'a stream of an opening ended');
  } finally {
    deps.metrics.feedReaders.dec();
    events.end();
  }
}

/** What was made out for a tender at a head of the record a moment ago, so that many who watch cost as much as one. */
const shownAt = new WeakMap<Deps, Map<string, Shown>>();
/** Keys and shares come in without moving the record's head: they are sealed acts, and looked for this often. */
const LOOK_EVERY_MS = 1_000;
interface Shown {
  readonly head: number;
  readonly readAt: number;
  readonly text: Promise<string>;
}
const KEPT_MAX = 100;

function shownOnce(deps: Deps, tenderId: string, head: number): Promise<string> {
  const kept = shownAt.get(deps) ?? new Map<string, Shown>();
  shownAt.set(deps, kept);
  const known = kept.get(tenderId);
  const readAt = performance.now();
  if (known?.head === head && readAt - known.readAt < LOOK_EVERY_MS / 2) return known.text;
  const text = openingEvent(deps, tenderId);
  kept.delete(tenderId);
  kept.set(tenderId, { head, readAt, text });
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break;
    kept.delete(oldest);
  }
  return text;
}

/** How an opening stands now, as one event. */
async function openingEvent(deps: Deps, tenderId: string): Promise<string> {
  const em = deps.store.em();
  const { state } = await launchedTender(em, tenderId);
  const fence = await readFenceUnlocked(em, tenderId);
  const signed = fence === null ? null : await signedOpeningRecord(deps, state, fence.at);
  if (signed !== null && opensInSecret(state.draft)) return eventOf('ended', { outcome: state.outcome });
  if (signed !== null) return eventOf('record', { ...signed.record, signature: signed.signature });
  if (state.outcome !== null) return eventOf('ended', { outcome: state.outcome });
  const progress = await openingProgress(em, tenderId, state.draft.sealing?.threshold ?? 0);
  const { decryptionEndsAt, suspension } = state;
  return eventOf('progress', {
    ...progress,
    decryptionEndsAt: shown(decryptionEndsAt),
    suspended: suspension !== null,
  });
}

const eventOf = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

export const hallRoutes: readonly Route[] = [signIn, confirm, openingRecord, stream];
