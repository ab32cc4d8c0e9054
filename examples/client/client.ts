import createClient from 'openapi-fetch';
import type { components, paths } from './api.ts';

/**
 * A client as its users write one, from nothing but /openapi.json: test/api/client.test.ts generates `api.ts` from the
 * document of the code as it stands and checks this file by them. There is no cast in it, no `any`, and no `!`.
 */

type Draft = paths['/v1/tenders']['post']['requestBody']['content']['application/json']['draft'];
type Entry = components['schemas']['RecordEntry'];

export interface Party {
  readonly login: string;
  readonly password: string;
  readonly uscc: string;
}

const api = (baseUrl: string) => createClient<paths>({ baseUrl });
type Api = ReturnType<typeof api>;

/** What a request was answered with. Throws an Error with the problem's sentence otherwise. */
function given<T>({ data, error }: { data?: T; error?: components['schemas']['Problem'] }): T {
  if (data === undefined)
    throw new Error(error === undefined ? 'no answer' : `${error.code}: ${error.detailEn}`);
  return data;
}

const once = () => ({ 'Idempotency-Key': crypto.randomUUID() });

async function signedIn(client: Api, party: Party, role: 'tenderee' | 'bidder' | 'administrator') {
  const session = given(await client.POST('/v1/sessions', { body: { ...party, role, cookie: false } }));
  if (session.token === null || session.acting === null) throw new Error('nobody is signed in');
  return { headers: { authorization: `Bearer ${session.token}` }, acting: session.acting };
}

/** Drafts a tender, looks what the law says of it, and launches it. Gives its id. */
export async function launch(baseUrl: string, tenderee: Party, draft: Draft): Promise<string> {
  const client = api(baseUrl);
  const { headers } = await signedIn(client, tenderee, 'tenderee');
  const drafted = given(
    await client.POST('/v1/tenders', {
      headers,
      params: { header: once() },
      body: { draft, rehearsal: { startsAt: '2026-09-10T08:00:00+08:00' } },
    }),
  );
  const path = { id: drafted.tenderId };
  const check = given(await client.POST('/v1/tenders/{id}/check', { headers, params: { path } }));
  const refused = check.breaches.find(({ severity }) => severity === 'blocks');
  if (refused !== undefined) throw new Error(`${refused.rule ?? refused.code ?? '-'}: ${refused.en}`);
  const launched = given(
    await client.POST('/v1/tenders/{id}/launch', { headers, params: { path, header: once() } }),
  );
  if (launched.status !== 'accepted') throw new Error(launched.note?.en ?? launched.status);
  return drafted.tenderId;
}

/** The tenders that are open, with when their bids are due. */
export async function openTenders(baseUrl: string): Promise<{ title: string; dueAt: string | null }[]> {
  const { tenders } = given(await api(baseUrl).GET('/v1/tenders', { params: { query: { limit: 20 } } }));
  return tenders
    .filter(({ outcome, phase }) => outcome === null && phase !== 'contract')
    .map(({ title, bidDeadlineAt }) => ({ title, dueAt: bidDeadlineAt }));
}

/** Who wants what by when, and how a tender stands. */
export async function summary(baseUrl: string, id: string): Promise<string> {
  const client = api(baseUrl);
  const params = { path: { id } };
  const tender = given(await client.GET('/v1/tenders/{id}', { params }));
  const { deadlines } = given(await client.GET('/v1/tenders/{id}/deadlines', { params }));
  const opened = tender.milestones.bidsOpened ?? 'not opened';
  const winner = tender.award?.candidate.name ?? 'nobody';
  const days = deadlines.map(({ rule, derivation }) => `${rule}: ${derivation.days.length}`).join(', ');
  return `${tender.tenderee.name}: ${tender.title}, ${tender.procedure.en}, ${opened}, ${winner} (${days})`;
}

/** Submits a sealed file. Gives until when its receipt is to be in the record. */
export async function submitBid(
  baseUrl: string,
  bidder: Party,
  { id, uploadId, sha256 }: { readonly id: string; readonly uploadId: string; readonly sha256: string },
): Promise<string> {
  const client = api(baseUrl);
  const { headers } = await signedIn(client, bidder, 'bidder');
  const { receipt, signBy } = given(
    await client.POST('/v1/tenders/{id}/bids', {
      headers,
      params: { path: { id }, header: once() },
      body: { uploadId, sha256 },
    }),
  );
  return `${receipt.kind} ${receipt.receivedAt}, ${signBy?.before ?? receipt.inRecordBy ?? '-'}`;
}

/** What an entry of the record tells, by its event. */
export function told(entry: Entry): string {
  switch (entry.event) {
    case 'bidsClosed':
      return `${entry.data.bidCount} bids of ${entry.data.bidderCount} bidders`;
    case 'bidsOpened':
      return entry.data.bids.map(({ name, result, priceFen }) => `${name} ${priceFen ?? result}`).join(', ');
    case 'awardCancelled':
      return `${entry.data.name}: ${entry.data.ground}`;
    case 'complaintDecided':
      return `${entry.data.outcome}, ${entry.data.remedy ?? 'no remedy'}`;
    default:
      return entry.event;
  }
}

/** The record of a tender in words. */
export async function record(baseUrl: string, tenderId: string): Promise<string[]> {
  const client = api(baseUrl);
  const query = { tenderId, from: 0, limit: 200, waitSeconds: 0 };
  const { entries } = given(await client.GET('/v1/record', { params: { query } }));
  return entries.map(told);
}

/** Complains, and says how the complaint stands and by when it is to be decided. */
export async function complain(
  baseUrl: string,
  bidder: Party,
  { id, authority }: { readonly id: string; readonly authority: string },
): Promise<string> {
  const client = api(baseUrl);
  const { headers } = await signedIn(client, bidder, 'bidder');
  const filed = given(
    await client.POST('/v1/tenders/{id}/complaints', {
      headers,
      params: { path: { id }, header: once() },
      body: {
        subject: 'other',
        objectionId: null,
        knownAt: '2026-09-11T09:00:00+08:00',
        interest: null,
        authorities: [authority],
        points: [{ text: '业绩要求排斥潜在投标人。', from: 'new' }],
        request: '责令修改招标文件。',
        evidence: [],
      },
    }),
  );
  if (filed.complaintId === undefined) throw new Error('no complaint was made');
  const path = { id: filed.complaintId };
  const complaint = given(await client.GET('/v1/complaints/{id}', { headers, params: { path } }));
  const review = complaint.duties.find((duty) => duty.id === 'review');
  return `${complaint.status}, ${review?.dueAt ?? '-'}, ${complaint.decision?.outcome ?? 'undecided'}`;
}

/** What waits for the administrator, and what can be done about it. */
export async function work(baseUrl: string, administrator: Party): Promise<string[]> {
  const client = api(baseUrl);
  const { headers } = await signedIn(client, administrator, 'administrator');
  const { items, counts } = given(
    await client.GET('/v1/admin/queue', { headers, params: { query: { limit: 50 } } }),
  );
  const lines = items.map(({ what, whose, late, actions }) => {
    const owner = whose.role === 'tenderee' ? whose.tenderee.name : whose.role;
    const possible = actions.filter(({ possible: can }) => can).map(({ action }) => action);
    return `${what.en}: ${owner}${late ? ', late' : ''} (${possible.join(', ')})`;
  });
  return [`${counts.duty} duties`, ...lines];
}
