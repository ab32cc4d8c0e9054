import path from 'node:path';
import { installationSecret, readIfThere, writeWhole } from '../runtime/files.ts';
import { exampleUscc } from './cast.ts';
import { PlatformUser, ProblemError } from './client.ts';

/** The accounts of an installation's examples; one password, made at the first start, serves all. */
export const EXAMPLE_LOGINS = {
  administrator: 'administrator',
  supervisor: 'supervisor',
  bidders: ['bidder-1', 'bidder-2', 'bidder-3'],
} as const;

export const OPERATOR = { name: '示例平台运营方', uscc: exampleUscc('示例平台运营方') };
const AUTHORITY = { name: '唐山市示例行政监督部门', uscc: exampleUscc('唐山市示例行政监督部门') };

/** The password of the example accounts, from the data folder. */
export function examplePassword(dataDir: string): Promise<string> {
  return installationSecret(path.join(dataDir, 'examples-password'));
}

/** The example supervisor, signed in. */
export function exampleSupervisor(baseUrl: string, password: string): Promise<PlatformUser> {
  return new PlatformUser(baseUrl).signIn(EXAMPLE_LOGINS.supervisor, password, AUTHORITY.uscc, 'supervisor');
}

/** Registers the example supervisor and points its push to the example receiver. Repeating it changes nothing. */
export async function loadSupervisor(
  baseUrl: string,
  dataDir: string,
  password: string,
  receiverUrl: string,
): Promise<void> {
  const secretFile = path.join(dataDir, 'receiver', 'secret');
  if ((await readIfThere(secretFile)) !== null) return;
  const administrator = await new PlatformUser(baseUrl).signIn(
    EXAMPLE_LOGINS.administrator,
    password,
    OPERATOR.uscc,
    'administrator',
  );
  try {
    await administrator.post('/v1/admin/authorities', {
      ...AUTHORITY,
      address: '河北省唐山市',
      regions: null,
      industries: null,
      person: { login: EXAMPLE_LOGINS.supervisor, password, realName: '示例监督人员', phone: '13800000001' },
    });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 409) throw error;
  }
  const supervisor = await exampleSupervisor(baseUrl, password);
  const { secret } = await supervisor.put('/v1/supervision/endpoint', {
    url: receiverUrl,
    // A start that was killed before it had noted the secret asks for another.
    rotateSecret: true,
  });
  await writeWhole(secretFile, `${String(secret)}\n`);
}
