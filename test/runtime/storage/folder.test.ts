import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../runtime/config.ts';
import { createBlobStore, tryStorage, type BlobStore } from '../../../runtime/storage/index.ts';
import { blobStoreCases, KIB, sha256Of, source } from './cases.ts';

let root: string;
let store: BlobStore;
const incoming = (): string => path.join(root, 'incoming');

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'openseal-blobs-'));
  store = createBlobStore({ kind: 'folder', path: root });
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a folder of blobs', () => {
  blobStoreCases(
    () => store,
    () => readdir(incoming()),
  );

  it('lays each blob under the first characters of its hash', async () => {
    const bytes = randomBytes(10);
    const { sha256 } = await store.put(source(bytes), { maxBytes: 10 });
    const file = path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    expect((await stat(file)).size).toBe(10);
  });

  it('clears away what a killed process left long ago, and only that', async () => {
    const other = await mkdtemp(path.join(os.tmpdir(), 'openseal-blobs-'));
    const [old, young] = ['old', 'young'].map((name) => path.join(other, 'incoming', name));
    await mkdir(path.join(other, 'incoming'));
    await writeFile(old!, 'x');
    await writeFile(young!, 'x');
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    await utimes(old!, twoDaysAgo, twoDaysAgo);
    const bytes = randomBytes(5);
    const again = createBlobStore({ kind: 'folder', path: other });
    expect((await again.put(source(bytes), { maxBytes: 5 })).sha256).toBe(sha256Of(bytes));
    expect(await readdir(path.join(other, 'incoming'))).toEqual(['young']);
    await rm(other, { recursive: true });
  });

  it('says that the disk refuses, and takes bytes again when it is back', async () => {
    const file = path.join(root, 'a-file');
    await writeFile(file, '');
    const blocked = createBlobStore({ kind: 'folder', path: file });
    const refused = { name: 'StorageError', refuses: true };
    await expect(blocked.put(source(randomBytes(5)), { maxBytes: 5 })).rejects.toMatchObject(refused);
    await expect(blocked.has('a'.repeat(64))).rejects.toMatchObject({
      ...refused,
      cause: { code: 'ENOTDIR' },
    });
    await expect(tryStorage(blocked, () => undefined)).rejects.toThrow(ConfigError);
    await rm(file);
    await blocked.put(source(randomBytes(5 * KIB)), { maxBytes: 5 * KIB });
  });
});
