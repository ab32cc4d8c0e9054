import type { SignedKind } from '../domain/pki/index.ts';
import type { PlatformUser } from './client.ts';
import type { Scene } from './scene.ts';
import type { Paper } from './signing.ts';

/** Stores a text as a party's document. */
export async function storePaper(user: PlatformUser, name: string, text: string): Promise<Paper> {
  const bytes = new TextEncoder().encode(text);
  const stored = await user.postBytes(
    `/v1/documents?name=${encodeURIComponent(`${name}.txt`)}`,
    bytes,
    'text/plain; charset=utf-8',
  );
  return { bytes, sha256: String(stored['sha256']) };
}

/**
 * The documents that a step carries only because the tender requires signatures: one, signed. Where nobody
 * signs there are none, and the step goes by its own words.
 */
export async function signedPapers(scene: Scene, kind: SignedKind, name: string): Promise<string[]> {
  const { owner, ownParty, notice, tenderId, stage } = scene;
  if (stage.sign === undefined) return [];
  const paper = await storePaper(owner, name, `${notice.title}\n${name}（演练）\n`);
  await stage.sign(tenderId, { party: ownParty, user: owner }, kind, paper);
  return [paper.sha256];
}
