import type { SealingDemand } from '../../domain/seal/index.ts';
import { castOf, enter, exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, exampleSupervisor, OPERATOR } from '../../rehearsal/examples.ts';
import type { Notice } from '../../rehearsal/notice.ts';
import { of, type Bidder, type Scene } from '../../rehearsal/scene.ts';
import { generateKey, headerOf, makeHandIn, seal, type KeyPair } from '../../sealing/index.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { bytesOf, streamOf } from '../sealing/support.ts';
import type { TestPlatform } from './platform.ts';

/** A trustee of a tender: its key, which the platform never sees, and the party that hands in its shares. */
export interface TrusteeParty {
  readonly id: string;
  readonly keys: KeyPair;
  readonly user: PlatformUser;
}

/** The tenderee, an authority and the operator of the platform as trustees, of whom two are enough. */
export async function exampleTrustees(
  platform: TestPlatform,
  notice: Notice,
): Promise<{ demand: SealingDemand; trustees: [TrusteeParty, TrusteeParty, TrusteeParty] }> {
  const { tenderee } = castOf(notice);
  const { baseUrl, password } = platform;
  const operator = new PlatformUser(baseUrl);
  const users = [
    await enter(platform, tenderee),
    await exampleSupervisor(baseUrl, password),
    await operator.signIn(EXAMPLE_LOGINS.administrator, password, OPERATOR.uscc, 'administrator'),
  ];
  const named = [
    { id: 'tenderee', name: tenderee.name, role: 'tenderee', uscc: tenderee.uscc },
    { id: 'authority', name: '监督部门', role: 'supervisor', uscc: exampleUscc('唐山市示例行政监督部门') },
    { id: 'platform', name: OPERATOR.name, role: 'platform', uscc: OPERATOR.uscc },
  ] as const;
  const trustees = named.map(({ id }, at) => ({ id, keys: generateKey('age'), user: users[at]! }));
  const demand: SealingDemand = {
    scheme: 'age',
    threshold: 2,
    trustees: named.map((one, at) => ({ ...one, recipient: trustees[at]!.keys.recipient })),
  };
  return { demand, trustees: trustees as [TrusteeParty, TrusteeParty, TrusteeParty] };
}

/** Seals a bid as the tender demands, to a new key, and hands it in. Gives its key. */
export async function submitSealed(
  scene: Scene,
  bidder: Bidder,
  demand: SealingDemand,
  plain: Uint8Array,
): Promise<{ bidId: string; identity: string }> {
  const { identity, recipient } = generateKey(demand.scheme);
  const binding = { tenderId: scene.tenderId, lot: '1', bidderUscc: bidder.party.uscc, version: 1 };
  const { stream } = await seal(streamOf(plain, 1 << 20), {
    recipients: [recipient],
    binding,
    demand,
    suites: nodeSuites,
  });
  const answer = await bidder.user.postBytes(
    of(scene, '/bids'),
    await bytesOf(stream),
    'application/octet-stream',
  );
  return { bidId: String(answer['bidId']), identity };
}

/** A trustee does what it is to do for some bids: it takes their headers, opens its boxes, and hands in. */
export async function handInShares(
  scene: Scene,
  trustee: TrusteeParty,
  bidIds: readonly string[],
): Promise<void> {
  const { bids } = (await trustee.user.get(of(scene, '/opening/shares'))) as {
    bids: { bidId: string; header: string }[];
  };
  for (const { bidId, header } of bids.filter((one) => bidIds.includes(one.bidId))) {
    const handIn = makeHandIn(headerOf(Buffer.from(header, 'base64')), trustee.keys.identity);
    await trustee.user.post(of(scene, `/bids/${bidId}/shares`), { ...handIn });
  }
}
