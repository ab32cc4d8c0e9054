import { createHash } from 'node:crypto';
import { usccCheckCharacter } from '../domain/party/uscc.ts';
import { PlatformUser, ProblemError } from './client.ts';
import type { Notice } from './notice.ts';

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A made-up but well-formed unified social credit code for a name: the same name gives the same code. */
export function exampleUscc(name: string): string {
  const digest = createHash('sha256').update(name).digest();
  const body = [...digest.subarray(0, 9)].map((byte) => USCC_ALPHABET[byte % USCC_ALPHABET.length]).join('');
  const first17 = `91130200${body}`;
  return first17 + usccCheckCharacter(first17);
}

export interface ExampleParty {
  readonly login: string;
  readonly role: 'tenderee' | 'agency' | 'bidder';
  readonly name: string;
  readonly uscc: string;
}

const BIDDERS = ['冀东建设示例有限公司', '渤海工程示例有限公司', '燕山水务示例有限公司'];

/** Who plays in the rehearsal of a notice: its tenderee, its agency where it has one, and three bidders. */
export function castOf(notice: Notice): {
  tenderee: ExampleParty;
  agency: ExampleParty | null;
  bidders: ExampleParty[];
} {
  const party = (role: ExampleParty['role'], name: string, login: string): ExampleParty => ({
    login,
    role,
    name,
    uscc: exampleUscc(name),
  });
  const short = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8);
  return {
    tenderee: party('tenderee', notice.tenderee, `tenderee-${short(notice.tenderee)}`),
    agency: notice.agency === null ? null : party('agency', notice.agency, `agency-${short(notice.agency)}`),
    bidders: BIDDERS.map((name, index) => party('bidder', name, `bidder-${index + 1}`)),
  };
}

/**
 * Registers a party and its person on the platform, or finds them registered, and signs in. The
 * password is the installation's own for its examples.
 */
export async function enter(baseUrl: string, party: ExampleParty, password: string): Promise<PlatformUser> {
  const user = new PlatformUser(baseUrl);
  await unlessThere(() =>
    user.post('/v1/persons', { login: party.login, password, realName: '示例人员', phone: '13800000000' }),
  );
  await user.signIn(party.login, password);
  await unlessThere(() =>
    user.post('/v1/parties', {
      uscc: party.uscc,
      name: party.name,
      address: '示例地址一号',
      kinds: [party.role],
    }),
  );
  return user.signIn(party.login, password, party.uscc, party.role);
}

async function unlessThere(register: () => Promise<unknown>): Promise<void> {
  try {
    await register();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 409) throw error;
  }
}
