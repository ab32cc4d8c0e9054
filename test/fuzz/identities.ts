import { castOf, certify, enter, exampleUscc, type ExampleParty } from '../../rehearsal/cast.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { isoShanghai, MS_PER_DAY } from '../../domain/time/instant.ts';
import { storePaper } from '../../rehearsal/papers.ts';
import type { Stage } from '../../rehearsal/scene.ts';
import { issueSigner } from '../../runtime/pki/dev/issuer.ts';
import { signCms, type CmsSigner } from '../../runtime/pki/sign-cms.ts';
import { noticeOf } from '../support/procedures.ts';
import type { Givens } from './narrowed.ts';

const cast = castOf(noticeOf('open'));
export const BIDDER = cast.bidders[0]!;
export const TENDEREE = cast.tenderee;
export const AGENCY = cast.agency!;
/** Who ends its own sign-ins and leaves: nobody else's session ends with it. */
const LEAVER: ExampleParty = {
  login: 'leaver',
  role: 'bidder',
  name: '示例离开单位',
  uscc: exampleUscc('示例离开单位'),
};
const AUTHORITY = exampleUscc('唐山市示例行政监督部门');

/** What would end the session of whoever calls it, or lock the person out. In the order in which it is called. */
export const LEAVING = ['removeMember', 'endSignIn', 'changePassword', 'endOtherSignIns', 'signOut'];

export type Name = 'anonymous' | 'bidder' | 'tenderee' | 'agency' | 'supervisor' | 'administrator' | 'leaver';

/** A token for each identity, of a sign-in of its own; null for who has none. */
export async function tokens(stage: Stage): Promise<Readonly<Record<Name, string | null>>> {
  const signedIn = (login: string, uscc: string, role: string) => tokenOf(stage, login, uscc, role);
  await enter(stage, LEAVER);
  return {
    anonymous: null,
    bidder: await signedIn(BIDDER.login, BIDDER.uscc, 'bidder'),
    tenderee: await signedIn(TENDEREE.login, TENDEREE.uscc, 'tenderee'),
    agency: await signedIn(AGENCY.login, AGENCY.uscc, 'agency'),
    supervisor: await signedIn(EXAMPLE_LOGINS.supervisor, AUTHORITY, 'supervisor'),
    administrator: await signedIn(EXAMPLE_LOGINS.administrator, OPERATOR.uscc, 'administrator'),
    leaver: await signedIn(LEAVER.login, LEAVER.uscc, 'bidder'),
  };
}

async function tokenOf(
  { baseUrl, password }: Stage,
  login: string,
  uscc: string,
  role: string,
): Promise<string> {
  const session = await new PlatformUser(baseUrl).post('/v1/sessions', { login, password, uscc, role });
  return String(session['token']);
}

/** Persons, parties, members, claims and sign-ins. */
export async function identityGivens(stage: Stage): Promise<Givens> {
  const { password } = stage;
  const bidder = await enter(stage, BIDDER);
  const leaver = await enter(stage, LEAVER);
  const mate = { login: 'mate', password, realName: '示例同事', phone: '13800000002' };
  await new PlatformUser(stage.baseUrl).post('/v1/persons', mate);
  await leaver.post(`/v1/parties/${LEAVER.uscc}/members`, { login: 'mate', role: 'bidder' });
  // Another sign-in of the leaver, to be ended.
  await tokenOf(stage, LEAVER.login, LEAVER.uscc, 'bidder');
  const { signIns } = (await leaver.get('/v1/sessions')) as { signIns: { id: string }[] };
  const claimed = async (name: string): Promise<string> =>
    String((await bidder.post('/v1/parties', claimOf(name)))['claimId']);
  const own = { values: { uscc: [BIDDER.uscc] } };
  const paper = await storePaper(await administratorOf(stage), '执照', '营业执照（示例）');
  return {
    registerPerson: { body: { ...mate, login: 'another' } },
    registerParty: { body: claimOf('登记') },
    readParty: own,
    changeParty: own,
    gainKind: own,
    listMembers: own,
    addMember: { ...own, body: { login: 'mate', role: 'bidder' } },
    removeMember: { values: { uscc: [LEAVER.uscc], login: ['mate'] } },
    endSignIn: { values: { id: signIns.slice(-1).map((one) => one.id) } },
    changePassword: { body: { oldPassword: password, newPassword: 'another horse battery staple' } },
    signIn: { body: { login: BIDDER.login, password, uscc: BIDDER.uscc, role: 'bidder' } },
    switchSession: { body: { uscc: BIDDER.uscc, role: 'bidder' } },
    challengeSignIn: { body: { login: BIDDER.login } },
    withdrawClaim: { values: { id: [await claimed('撤回')] } },
    decideClaim: {
      values: { id: [await claimed('核验')] },
      body: { outcome: 'prove', reason: '已核对营业执照原件', evidence: [paper.sha256] },
    },
    addAuthority: {
      body: {
        uscc: exampleUscc('示例新监督部门'),
        name: '示例新监督部门',
        address: '河北省唐山市',
        regions: ['1302'],
        industries: null,
        person: { login: 'supervisor.new', password, realName: '赵六', phone: '13800000001' },
      },
    },
  };
}

const claimOf = (name: string) => ({
  uscc: exampleUscc(`示例新单位（${name}）`),
  name: `示例新单位（${name}）`,
  address: '示例地址一号',
  kinds: ['bidder'],
});

const administratorOf = ({ baseUrl, password }: Stage): Promise<PlatformUser> =>
  new PlatformUser(baseUrl).signIn(EXAMPLE_LOGINS.administrator, password, OPERATOR.uscc, 'administrator');

/** What is signed: certificates, sign-ins by them, mandates. */
export async function signedGivens(stage: Stage): Promise<Givens> {
  const bidder = await enter(stage, BIDDER);
  const tenderee = await enter(stage, TENDEREE);
  const signed = async (signer: CmsSigner, body: unknown): Promise<string> =>
    (await signCms(signer, Buffer.from(String(body), 'utf8'), Date.now())).toString('base64');
  await certify(stage, bidder, BIDDER);
  const { certificates } = (await bidder.get('/v1/certificates')) as { certificates: { sha256: string }[] };
  const dropped = certificates[0]!.sha256;
  const signer = await certify(stage, bidder, BIDDER);
  const proof = await bidder.post('/v1/certificates/challenges');
  const asked = await bidder.post('/v1/challenges', { login: BIDDER.login });
  const mandate = {
    agencyUscc: AGENCY.uscc,
    scope: '招标代理（演练）',
    projectCode: null,
    fromAt: isoShanghai(Date.now() - MS_PER_DAY),
    untilAt: isoShanghai(Date.now() + 300 * MS_PER_DAY),
  };
  const drawn = await tenderee.post('/v1/mandates', mandate);
  const revoked = await tenderee.post('/v1/mandates', mandate);
  const tendereeSigner = await certify(stage, tenderee, TENDEREE);
  // One that nobody has registered yet.
  const fresh = await issueSigner(stage.authority, { kind: 'party', uscc: BIDDER.uscc, name: BIDDER.name });
  return {
    registerCertificate: {
      body: {
        challengeId: proof['challengeId'],
        signature: await signed(fresh, proof['body']),
        uscc: BIDDER.uscc,
      },
    },
    signInByCertificate: {
      body: {
        challengeId: asked['challengeId'],
        signature: await signed(signer, asked['body']),
        uscc: BIDDER.uscc,
        role: 'bidder',
      },
    },
    withdrawCertificate: { values: { sha256: [dropped] } },
    drawMandate: { body: mandate },
    signMandate: {
      values: { id: [String(drawn['mandateId'])] },
      body: { signature: await signed(tendereeSigner, drawn['body']) },
    },
    revokeMandate: { values: { id: [String(revoked['mandateId'])] } },
  };
}
