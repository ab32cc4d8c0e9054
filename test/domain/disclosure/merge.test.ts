import { describe, expect, it } from '@jest/globals';
import { mergeReleases } from '../../../domain/disclosure/ocds/merge.ts';

const release = (tender: object) => ({ ocid: 'o', id: '1', date: 'd', tag: ['tender'], tender });

describe('merging releases', () => {
  it.each([
    ['later values replace', { a: 1, b: 1 }, { a: 2 }, { a: 2, b: 1 }],
    ['objects merge by member', { p: { s: 1, e: 1 } }, { p: { e: 2 } }, { p: { s: 1, e: 2 } }],
    ['null removes', { a: 1, b: 1 }, { a: null }, { b: 1 }],
    [
      'lists with ids merge by id',
      { l: [{ id: '1', x: 1 }, { id: '2' }] },
      { l: [{ id: '1', y: 2 }, { id: '3' }] },
      { l: [{ id: '1', x: 1, y: 2 }, { id: '2' }, { id: '3' }] },
    ],
    ['other lists are replaced', { l: ['a', 'b'] }, { l: ['c'] }, { l: ['c'] }],
    ['an empty list replaces', { l: [{ id: '1' }] }, { l: [] }, { l: [] }],
    ['a value replaces an object', { p: { s: 1 } }, { p: 'x' }, { p: 'x' }],
  ])('%s', (_, first, second, merged) => {
    expect(mergeReleases([release(first), release(second)])).toStrictEqual({ ocid: 'o', tender: merged });
  });

  it('drops a null also where nothing was before', () => {
    expect(mergeReleases([release({ m: [{ id: '1', dateMet: null }] })])).toStrictEqual({
      ocid: 'o',
      tender: { m: [{ id: '1' }] },
    });
  });
});
