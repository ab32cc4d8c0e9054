import { createHash } from 'node:crypto';

/** Requests whose headers count, which a PlatformUser does not make or show. */
export interface Uploads {
  /** Begins an upload of the bidder; gives its id. */
  begin(bytes: number): Promise<string>;
  /** An upload that has arrived whole. */
  whole(bytes: Uint8Array): Promise<{ uploadId: string; sha256: string }>;
  /** The ETag with which the tenderee is answered. */
  etagOf(path: string): Promise<string>;
}

/** Uploads of a bidder by its token, entity tags as the tenderee is told them. */
export function uploadsOf(baseUrl: string, bidderToken: string, tendereeToken: string): Uploads {
  const headers = { authorization: `Bearer ${bidderToken}`, 'tus-resumable': '1.0.0' };
  const begin = async (bytes: number): Promise<string> => {
    const answer = await fetch(new URL('/v1/uploads', baseUrl), {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(bytes) },
    });
    const uploadId = answer.headers.get('location')?.split('/').at(-1);
    if (uploadId === undefined) throw new Error(`no upload: ${answer.status} ${await answer.text()}`);
    return uploadId;
  };
  return {
    begin,
    whole: async (bytes) => {
      const uploadId = await begin(bytes.length);
      const answer = await fetch(new URL(`/v1/uploads/${uploadId}`, baseUrl), {
        method: 'PATCH',
        headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        body: bytes as Uint8Array<ArrayBuffer>,
      });
      if (!answer.ok) throw new Error(`the upload broke off: ${answer.status} ${await answer.text()}`);
      return { uploadId, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    etagOf: async (path) => {
      const answer = await fetch(new URL(path, baseUrl), {
        headers: { authorization: `Bearer ${tendereeToken}` },
      });
      return answer.headers.get('etag') ?? '*';
    },
  };
}
