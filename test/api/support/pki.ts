import { v7 as uuidv7 } from 'uuid';
import { listDevelopmentAuthorities } from '../../../api/pki/development.ts';
import type { TenderState } from '../../../domain/tender/ground/state.ts';
import { createDraft, createFence, databaseNow, saveState } from '../../../store/index.ts';
import type { TestAuthorities, TestSigner } from '../../support/pki.ts';
import { launchProcess } from '../../support/process.ts';
import { send, type Acting, type Answer } from './people.ts';
import type { TestPlatform } from './platform.ts';

/** Puts the authorities on the trust list, as `npm start` does. */
export function listThem(platform: TestPlatform, authorities: TestAuthorities): Promise<void> {
  return listDevelopmentAuthorities(platform.deps.store, Object.values(authorities.of));
}

export interface Challenge {
  readonly challengeId: string;
  readonly body: string;
}

/** A challenge to register a certificate. */
export async function challengeTo(platform: TestPlatform, token: string): Promise<Challenge> {
  const { json } = await send(platform, 'POST', '/v1/certificates/challenges', { token, key: null });
  return json as unknown as Challenge;
}

/** Registers a signer's certificate, for a party or for the person. */
export async function register(
  platform: TestPlatform,
  token: string,
  signer: TestSigner,
  more: { readonly uscc?: string; readonly replaces?: string } = {},
): Promise<Answer> {
  const { challengeId, body } = await challengeTo(platform, token);
  const signature = (await signer.sign(Buffer.from(body))).toString('base64');
  return send(platform, 'POST', '/v1/certificates', { token, json: { challengeId, signature, ...more } });
}

/** Asks for a challenge and answers it with a signer. */
export async function signInWith(
  platform: TestPlatform,
  login: string,
  signer: TestSigner,
  more: object = {},
): Promise<Answer> {
  const { json } = await send(platform, 'POST', '/v1/challenges', { json: { login }, key: null });
  const { challengeId, body } = json as unknown as Challenge;
  const signature = (await signer.sign(Buffer.from(body))).toString('base64');
  return send(platform, 'POST', '/v1/sessions/certificate', {
    json: { challengeId, signature, ...more },
    key: null,
  });
}

/** A launched rehearsal of the acting party, as its tenderee without an agency. */
export async function tenderOf(
  platform: TestPlatform,
  owner: Acting,
  changes: (state: TenderState) => Partial<TenderState> = () => ({}),
): Promise<TenderState> {
  const launched = launchProcess().state;
  const { uscc, partyName: name, partyId } = owner.identity;
  const draft = { ...launched.draft, tenderee: { name, uscc }, agency: null };
  const base: TenderState = { ...launched, id: uuidv7(), rehearsal: true, draft };
  const state = { ...base, ...changes(base) };
  await platform.deps.store.transaction(async (tx) => {
    const { id, documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = state;
    const shiftMs = state.launchedAt - (await databaseNow(tx));
    await createDraft(tx, {
      id,
      ownerPartyId: partyId,
      draft,
      rehearsal: true,
      clockStartsAt: state.launchedAt,
    });
    await createFence(tx, { tenderId: id, rehearsal: true, shiftMs, documentsFromAt, bidDeadlineAt });
    await saveState(tx, state);
  });
  return state;
}
