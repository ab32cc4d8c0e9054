import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Identity, Role } from '../../../api/deps.ts';
import { hashPassword } from '../../../api/identity/password.ts';
import { usccCheckCharacter } from '../../../domain/party/uscc.ts';
import { addMembership, createParty, createPerson } from '../../../store/index.ts';
import type { TestPlatform } from './platform.ts';

export const PASSWORD = 'correct horse battery staple';
/** Cheap on purpose: what the full cost does is tested where passwords are. */
const TEST_COST_LOG2 = 10;

/** A made-up unified social credit code that is well-formed; the same number gives the same code. */
export function testUscc(number: number): string {
  const first17 = `91130200MA${String(number).padStart(7, '0')}`;
  return first17 + usccCheckCharacter(first17);
}

export interface Acting {
  readonly identity: Identity;
  readonly token: string;
}

let next = 1;

/** Somebody registered who acts for a party of their own, signed in. */
export async function actingAs(
  platform: TestPlatform,
  role: Role,
  name = `示例单位${next}`,
): Promise<Acting> {
  const number = next++;
  const login = `person-${number}`;
  const uscc = testUscc(number);
  const passwordHash = await hashPassword(PASSWORD, TEST_COST_LOG2);
  const { store, authenticator } = platform.deps;
  const identity = await store.transaction(async (tx) => {
    const person = await createPerson(tx, {
      id: uuidv7(),
      login,
      passwordHash,
      realName: '张三',
      phone: '13800000000',
    });
    const party = await createParty(tx, { id: uuidv7(), uscc, name, address: '示例地址', kinds: [role] });
    if (person === null || party === null) throw new Error('the example is registered already');
    await addMembership(tx, { personId: person.id, partyId: party.id, role });
    return { personId: person.id, login, role, partyId: party.id, uscc, partyName: name };
  });
  return { identity, token: (await authenticator.issue(identity)).token };
}

/** Somebody registered who acts for nobody yet. */
export async function personOnly(
  platform: TestPlatform,
): Promise<{ login: string; personId: string; token: string }> {
  const login = `person-${next++}`;
  const passwordHash = await hashPassword(PASSWORD, TEST_COST_LOG2);
  const person = await platform.deps.store.transaction((tx) =>
    createPerson(tx, { id: uuidv7(), login, passwordHash, realName: '李四', phone: '13800000000' }),
  );
  const identity = { personId: person!.id, login, role: null, partyId: null, uscc: null, partyName: null };
  return {
    login,
    personId: identity.personId,
    token: (await platform.deps.authenticator.issue(identity)).token,
  };
}

/** The administrator proves a claim by evidence that is kept. */
export async function prove(
  platform: TestPlatform,
  administrator: Acting,
  claimId: string,
  outcome = 'prove',
): Promise<Answer> {
  const { token } = administrator;
  const stored = await send(platform, 'POST', '/v1/documents?name=evidence.txt', {
    token,
    body: `evidence for ${claimId}`,
    headers: { 'Content-Type': 'text/plain' },
  });
  return send(platform, 'POST', `/v1/admin/claims/${claimId}/decision`, {
    token,
    json: { outcome, reason: '已核对营业执照', evidence: [stored.json['sha256']] },
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body where it is JSON, else an empty object. */
  readonly json: Record<string, unknown>;
}

export interface Sending {
  readonly token?: string;
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly headers?: Record<string, string>;
  /** The Idempotency-Key; a new one when absent, none when null. */
  readonly key?: string | null;
}

/** Sends one request and reads the whole answer. */
export async function send(
  platform: TestPlatform,
  method: string,
  path: string,
  sending: Sending = {},
): Promise<Answer> {
  const { token, json, headers = {} } = sending;
  const key = sending.key === undefined ? randomUUID() : sending.key;
  const body = json === undefined ? sending.body : JSON.stringify(json);
  const response = await fetch(platform.baseUrl + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(key === null ? {} : { 'Idempotency-Key': key }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  } as RequestInit);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
