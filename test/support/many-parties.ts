import { randomUUID } from 'node:crypto';
import { exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { storePaper } from '../../rehearsal/papers.ts';

/** A party for which a signed-in person acts by this token. */
export interface ActingParty {
  readonly uscc: string;
  readonly name: string;
  readonly token: string;
}

/**
 * One new person who acts for many bidders. The administrator proves them, each by the same evidence: two requests for
 * each, where certificates would be issued and checked one by one.
 */
export async function manyBidders(
  { baseUrl, password }: { readonly baseUrl: string; readonly password: string },
  count: number,
): Promise<ActingParty[]> {
  const administrator = await new PlatformUser(baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    password,
    OPERATOR.uscc,
    'administrator',
  );
  const { sha256 } = await storePaper(administrator, '证明材料', '示例证明材料');
  const login = `many-${randomUUID().slice(0, 8)}`;
  const user = new PlatformUser(baseUrl);
  await user.post('/v1/persons', { login, password, realName: '示例人员', phone: '13800000000' });
  await user.signIn(login, password);
  const parties: ActingParty[] = [];
  for (let index = 0; index < count; index++) {
    const name = `投标人${index}`;
    const uscc = exampleUscc(`${login}${index}`);
    const { claimId } = await user.post('/v1/parties', {
      uscc,
      name,
      address: '示例地址',
      kinds: ['bidder'],
    });
    const decision = { outcome: 'prove', reason: '示例', evidence: [sha256] };
    await administrator.post(`/v1/admin/claims/${String(claimId)}/decision`, decision);
    const { token } = await user.post('/v1/sessions/switch', { uscc, role: 'bidder' });
    parties.push({ uscc, name, token: String(token) });
  }
  return parties;
}
