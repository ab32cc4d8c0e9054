import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import contentDisposition from 'content-disposition';
import { attachment } from '../../api/file-answer.ts';

/** What a program reads that knows RFC 8187, and what one that does not. */
function readBack(header: string): { name: string; plain: string } {
  const { filename = '' } = contentDisposition.parse(header).parameters;
  const plain = /filename="([^"]*)"/.exec(header)?.[1] ?? filename;
  return { name: filename, plain };
}

describe('the name of a file in a header', () => {
  it.each([
    ['招标文件（终稿）.pdf', '________.pdf'],
    ['plain.pdf', 'plain.pdf'],
    ['Übersicht.pdf', '_bersicht.pdf'],
    ['50%25 off.pdf', '50_25 off.pdf'],
    ['a"b.pdf', 'a_b.pdf'],
    ["it's; (1)*.pdf", "it's; (1)*.pdf"],
    ['🦭.pdf', '_.pdf'],
  ])('gives %s whole in UTF-8, and in ASCII what that has of it', (name, plain) => {
    expect(readBack(attachment(name))).toEqual({ name, plain });
  });

  it.each([
    ['a\r\nSet-Cookie: x=1.pdf'],
    ['a\u0000.pdf'],
    ['"; filename="b.exe'],
    ['\ud800.pdf'],
    ["UTF-8''b.exe"],
    ["a\\\"; filename*=UTF-8''b.exe"],
  ])('lets nothing of a hostile name become more than a name: %j', (name) => {
    const header = attachment(name);
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    expect(Object.keys(contentDisposition.parse(header).parameters)).toEqual(['filename']);
    expect(header).toMatch(
      /^attachment; filename=("[^"\\%]*"|[\w.-]+)(; filename\*=UTF-8''[\w.%!#$&+^`|~-]+)?$/,
    );
  });

  it('never leads into a folder', () => {
    expect(readBack(attachment('../../etc/passwd'))).toEqual({
      name: 'passwd',
      plain: expect.not.stringMatching(/\//),
    });
  });

  it('is a header whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (name) => {
        expect(attachment(name)).toMatch(/^attachment(; filename\*?=[\x20-\x7e]+)+$/);
      }),
    );
  });
});
