import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { route } from '../../api/route.ts';
import { faultOf, type WireAnswer } from '../support/answer-faults.ts';

const ACTING = { role: 'bidder', uscc: '91130230MA0EXA0150', partyName: '示例有限公司' };
const me = (body: object, given: Partial<WireAnswer> = {}): WireAnswer => ({
  method: 'GET',
  path: '/v1/me',
  status: 200,
  mediaType: 'application/json',
  text: JSON.stringify(body),
  madeUpEntries: false,
  ...given,
});

describe('the check of all answers that tests get', () => {
  const right = { login: 'wang.wu', acting: ACTING, memberships: [] };

  it('takes what the schema says, and addresses that are none of the API', () => {
    expect(faultOf(me(right))).toBeNull();
    expect(faultOf(me({}, { path: '/elsewhere' }))).toBeNull();
  });

  it('finds a member too many, at any depth, and one that is missing', () => {
    expect(faultOf(me({ ...right, personId: 'x' }))).toContain('personId');
    expect(faultOf(me({ ...right, acting: { ...ACTING, partyId: 'x' } }))).toContain('partyId');
    expect(faultOf(me({ login: 'wang.wu', acting: null }))).toContain('memberships');
  });

  it('finds a status that the description does not name, and an open problem', () => {
    expect(faultOf(me(right, { status: 207 }))).toContain('does not name the status');
    const mediaType = 'application/problem+json';
    expect(faultOf(me({ code: 'x' }, { status: 401, mediaType }))).toContain('required');
  });

  it('finds an entry of the record whose data are of another event', () => {
    const entry = { index: 0, id: 'x', tenderId: null, event: 'bidsClosed', data: { reason: 'x' } };
    const answer = me({ log: 'record', entries: [entry], next: 1 }, { path: '/v1/record' });
    expect(faultOf(answer)).not.toBeNull();
    expect(faultOf({ ...answer, madeUpEntries: true })).toBeNull();
  });
});

describe('a route', () => {
  const open = {
    method: 'get',
    path: '/x',
    operationId: 'x',
    tags: [],
    summary: '',
    access: 'public',
  } as const;
  const schema = z.strictObject({ name: z.string(), parts: z.array(z.strictObject({ id: z.string() })) });
  const responses = { 200: { description: '', schema } };

  it('does not compile with a handler whose answer misses a member or has one too many', () => {
    const routes = [
      route({
        ...open,
        responses,
        handler: async () => ({ status: 200, body: { name: 'a', parts: [{ id: 'b' }] } }),
      }),
      route({
        ...open,
        responses,
        // @ts-expect-error a member is missing
        handler: async () => ({ status: 200, body: { name: 'a' } }),
      }),
      route({
        ...open,
        responses,
        // @ts-expect-error a member is too many
        handler: async () => ({ status: 200, body: { name: 'a', parts: [], id: 'b' } }),
      }),
      route({
        ...open,
        responses,
        // @ts-expect-error a member is too many further down
        handler: async () => ({ status: 200, body: { name: 'a', parts: [{ id: 'b', at: 1 }] } }),
      }),
      route({
        ...open,
        responses,
        // @ts-expect-error there is no such status
        handler: async () => ({ status: 201, body: { name: 'a', parts: [] } }),
      }),
    ];
    expect(routes).toHaveLength(5);
  });
});
