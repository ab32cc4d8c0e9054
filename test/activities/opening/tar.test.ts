import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstMember } from '../../../activities/opening/tar.ts';
import { tar } from '../../support/bids.ts';

const CONTENT = '{"any":"content"}';
const content = Buffer.from(CONTENT);
const archive = (name = 'bid.json'): Buffer => Buffer.from(tar({ [name]: content, other: content }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-tar-'));
  writeFileSync(path.join(folder, 'bid.json'), content);
  writeFileSync(path.join(folder, 'attachment'), Buffer.alloc(3000, 'x'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const byTool = (...args: string[]): Buffer => execFileSync('tar', ['-c', ...args], { cwd: folder });

/** The archive with bytes changed and the checksum of its first header set right again. */
function forged(bytes: Buffer, offset: number, text: string): Buffer {
  const changed = Buffer.from(bytes);
  changed.write(text, offset, 'latin1');
  changed.write('        ', 148, 'latin1');
  const sum = changed.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return changed;
}

describe('the first member of a tar archive', () => {
  it.each([
    ['ustar', ['--format=ustar', 'bid.json', 'attachment']],
    ['GNU', ['--format=gnu', 'bid.json', 'attachment']],
    ['pax, with its extended headers', ['--format=posix', 'bid.json', 'attachment']],
    ['v7', ['--format=v7', 'bid.json', 'attachment']],
    ['with a path', ['./bid.json', './attachment']],
  ])('is found as the tar tool writes it: %s', (_name, args) => {
    expect(firstMember(byTool(...args), 'bid.json')?.toString()).toBe(CONTENT);
  });

  it('is found when only the first bytes of the archive are there', () => {
    expect(firstMember(archive().subarray(0, 512 + content.length), 'bid.json')?.toString()).toBe(CONTENT);
    expect(firstMember(archive().subarray(0, 512 + content.length - 1), 'bid.json')).toBeNull();
  });

  it.each([
    ['comes second', () => byTool('attachment', 'bid.json')],
    ['lies in a folder', () => archive('folder/bid.json')],
    ['has a longer name', () => archive('bid.json evil')],
    ['lies in a folder by its prefix', () => forged(archive(), 345, 'folder')],
    ['is a link', () => forged(archive(), 156, '1')],
    ['is a folder', () => forged(archive(), 156, '5')],
    ['has a wrong checksum', () => Buffer.from(archive().fill('1', 148, 152))],
    ['has a negative size', () => forged(archive(), 124, '-0000000001')],
    ['has a size in base 256', () => forged(archive(), 124, '\x80\0\0\0\0\0\0\0\0\0\x11')],
    ['is larger than the archive', () => forged(archive(), 124, '77777777777')],
    [
      'is renamed by an extended header',
      () => byTool('--format=posix', '--pax-option=path:=bid.json', 'attachment'),
    ],
    ['is not there', () => Buffer.alloc(1024)],
    ['cannot be, in nothing', () => Buffer.alloc(0)],
  ])('is none when it %s', (_name, make) => {
    expect(firstMember(make(), 'bid.json')).toBeNull();
  });

  it('is looked for without harm in any bytes', () => {
    fc.assert(
      fc.property(fc.nat(1023), fc.uint8Array({ maxLength: 64 }), (offset, junk) => {
        const bytes = archive();
        bytes.set(junk.subarray(0, bytes.length - offset), offset);
        const found = firstMember(bytes, 'bid.json');
        expect(found === null || found.length <= bytes.length).toBe(true);
      }),
    );
  });
});
