import type { DocumentRef } from '../../domain/case/references.ts';
import { documentOf, type Em } from '../../store/index.ts';
import type { Identity } from '../deps.ts';
import { problem } from '../problem.ts';

/** The documents of the acting party by their hashes. Throws the problem `unknown-document` for any it has not stored. */
export async function storedDocuments(
  em: Em,
  identity: Identity,
  hashes: readonly string[],
): Promise<DocumentRef[]> {
  const found: DocumentRef[] = [];
  for (const sha256 of hashes) {
    const document = await documentOf(em, identity.partyId, sha256);
    if (document === null)
      throw problem(422, 'unknown-document', {
        zh: `文件 ${sha256} 未由本单位上传`,
        en: `your party has not stored the document ${sha256}`,
      });
    found.push(document);
  }
  return found;
}
