import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mergeReleases, OF_THE_RELEASE, WHOLE_LISTS } from '../../../domain/disclosure/ocds/merge.ts';

const release = (tender: object) => ({ ocid: 'o', id: '1', date: 'd', tag: ['tender'], tender });

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly omitWhenMerged?: boolean;
  readonly wholeListMerge?: boolean;
}
const schema = JSON.parse(
  readFileSync(new URL('../../support/ocds/release-schema.json', import.meta.url), 'utf8'),
) as Schema;

describe('the rules of merging', () => {
  const whole = new Set<string>();
  const byId = new Set<string>();
  const resolved = ({ $ref, ...own }: Schema): Schema =>
    $ref === undefined ? own : { ...schema.definitions?.[$ref.replace('#/definitions/', '')], ...own };
  const walk = (properties: NonNullable<Schema['properties']>): void => {
    for (const [name, given] of Object.entries(properties)) {
      const property = resolved(given);
      const items = property.items && resolved(property.items);
      if (items?.properties === undefined) {
        if (property.properties !== undefined) walk(property.properties);
      } else if (property.wholeListMerge === true || items.properties['id'] === undefined) whole.add(name);
      else {
        byId.add(name);
        walk(items.properties);
      }
    }
  };
  walk(schema.properties ?? {});

  it('are those of the schema: what is replaced whole, and what is merged by id', () => {
    expect([...whole].filter((name) => !OF_THE_RELEASE.includes(name)).toSorted()).toEqual(WHOLE_LISTS);
    expect(byId.size).toBeGreaterThan(10);
    expect([...byId].filter((name) => whole.has(name))).toEqual([]);
  });

  it('leave out what the schema leaves out', () => {
    const left = Object.entries(schema.properties ?? {}).filter(
      ([, property]) => property.omitWhenMerged === true,
    );
    expect(left.map(([name]) => name).toSorted()).toEqual(OF_THE_RELEASE.toSorted());
  });
});

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
    ['an empty list changes nothing', { l: [{ id: '1' }] }, { l: [] }, { l: [{ id: '1' }] }],
    ['an empty list begins nothing', { a: 1 }, { l: [] }, { a: 1 }],
    ['an empty object changes nothing', { p: { s: 1 } }, { p: {} }, { p: { s: 1 } }],
    ['an empty object begins nothing', { a: 1 }, { p: {} }, { a: 1 }],
    ['an object of which nothing is left begins nothing', { a: 1 }, { p: { q: {} } }, { a: 1 }],
    [
      'a list that is replaced whole is, also by an empty one',
      { changes: [{ property: 'a' }], p: { identifiers: [{ id: '1' }] } },
      { changes: [], p: { identifiers: [{ id: '2' }] } },
      { changes: [], p: { identifiers: [{ id: '2' }] } },
    ],
    [
      'items without an id are added',
      { l: [{ x: 1 }, { id: '1' }] },
      { l: [{ x: 1 }] },
      { l: [{ x: 1 }, { id: '1' }, { x: 1 }] },
    ],
    [
      'ids of another type are others',
      { l: [{ id: 1 }] },
      { l: [{ id: '1' }] },
      { l: [{ id: 1 }, { id: '1' }] },
    ],
    [
      'lists within items merge by id',
      { l: [{ id: '1', m: [{ id: 'a', x: 1 }] }] },
      { l: [{ id: '1', m: [{ id: 'a', y: null }, { id: 'b' }] }] },
      { l: [{ id: '1', m: [{ id: 'a', x: 1 }, { id: 'b' }] }] },
    ],
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
