import { createHash } from 'node:crypto';
import { usccCheckCharacter } from '../domain/party/uscc.ts';
import { issueSigner, type DevelopmentIssuer } from '../runtime/pki/dev/issuer.ts';
import { signCms, type CmsSigner } from '../runtime/pki/sign-cms.ts';
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

/** The sign-ins of who plays in the rehearsal of a notice, in lines: all have the password of the examples. */
export function whoMayAct(notice: Notice, tenderId: string): string[] {
  const { tenderee, agency, bidders } = castOf(notice);
  const parties = agency === null ? [tenderee, ...bidders] : [tenderee, agency, ...bidders];
  return [
    `tender ${tenderId}, bids until ${notice.bidDeadline}; sign-ins, with the password in the data folder's examples-password:`,
    ...parties.map(
      ({ role, login, uscc, name }) => `  ${role.padEnd(9)} ${login.padEnd(18)} ${uscc} ${name}`,
    ),
  ];
}

/** A running platform, the password of its example accounts, and the authority that issues the examples their certificates. */
export interface ExamplePlatform {
  readonly baseUrl: string;
  readonly password: string;
  readonly authority: DevelopmentIssuer;
}

/** Who came in at a platform: passwords are slow to check by intent, and the same cast plays in many rehearsals. */
const inside = new WeakMap<DevelopmentIssuer, Map<string, Promise<PlatformUser>>>();

/** The user that acts for a party. Whoever comes in for the first time registers and proves that they may. */
export async function enter(platform: ExamplePlatform, party: ExampleParty): Promise<PlatformUser> {
  // A platform is known by its own authority: a stage is another object for each tender.
  const here = inside.get(platform.authority) ?? new Map<string, Promise<PlatformUser>>();
  inside.set(platform.authority, here);
  const key = JSON.stringify([party.login, party.uscc, party.role]);
  const entering = here.get(key) ?? introduce(platform, party);
  here.set(key, entering);
  try {
    return (await entering).again();
  } catch (error) {
    here.delete(key);
    throw error;
  }
}

/**
 * Registers a person and has them prove with a certificate of the development authority that they act for the party,
 * or finds that they do already, and signs in. The password is the installation's own for its examples.
 */
async function introduce(platform: ExamplePlatform, party: ExampleParty): Promise<PlatformUser> {
  const { baseUrl, password } = platform;
  const { login, uscc, role } = party;
  const user = new PlatformUser(baseUrl);
  await unlessThere(() =>
    user.post('/v1/persons', { login, password, realName: '示例人员', phone: '13800000000' }),
  );
  await user.signIn(login, password);
  const claim = { uscc, name: party.name, address: '示例地址一号', kinds: [role] };
  const { status } = await user.post('/v1/parties', claim);
  if (status !== 'proven') await unlessThere(() => certify(platform, user, party));
  return user.actFor(uscc, role);
}

/** Registers a new certificate of the development authority for a party, which proves an open claim to it. */
export async function certify(
  { authority }: ExamplePlatform,
  user: PlatformUser,
  { uscc, name }: Pick<ExampleParty, 'uscc' | 'name'>,
): Promise<CmsSigner> {
  const signer = await issueSigner(authority, { kind: 'party', uscc, name });
  const { challengeId, body } = await user.post('/v1/certificates/challenges');
  const signature = await signCms(signer, Buffer.from(String(body), 'utf8'), Date.now());
  await user.post('/v1/certificates', { challengeId, signature: signature.toString('base64'), uscc });
  return signer;
}

async function unlessThere(register: () => Promise<unknown>): Promise<void> {
  try {
    await register();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 409) throw error;
  }
}
