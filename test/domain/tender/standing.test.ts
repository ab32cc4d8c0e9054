import { describe, expect, it } from '@jest/globals';
import {
  dutyStanding,
  instructionStanding,
  type Duty,
  type Instruction,
} from '../../../domain/tender/index.ts';

const duty = (changes: Partial<Duty> = {}): Duty => ({
  id: 'sign-contract',
  rule: 'ZTB-406',
  article: '招标投标法第四十六条',
  owner: 'tenderee',
  dueAt: 100,
  announcedAt: null,
  metAt: null,
  timedOutAt: null,
  ...changes,
});
const ordered = { suspension: { sinceAt: 50, rule: 'CMP-008', grounds: [], orderedSinceAt: 50 } };
const resting = { suspension: { sinceAt: 50, rule: 'ZTB-104', grounds: [], orderedSinceAt: null } };
const running = { suspension: null };

describe('how a duty stands', () => {
  it.each([
    ['before its due', duty(), running, 99, 'open', 0],
    ['at its due', duty(), running, 100, 'late', 0],
    ['after it', duty(), running, 150, 'late', 50],
    ['met in time', duty({ metAt: 99 }), running, 500, 'met', 0],
    ['met late', duty({ metAt: 130, timedOutAt: 100 }), running, 500, 'met-late', 30],
    ['while an order suspends the process', duty(), ordered, 150, 'resting', 0],
    ['late before the order', duty({ timedOutAt: 100 }), ordered, 150, 'late', 50],
    ['a reply is owed all the while', duty({ id: 'reply:1' }), ordered, 150, 'late', 50],
    ['an objection stops no duty', duty(), resting, 150, 'late', 50],
  ] as const)('%s', (_name, given, state, at, standing, lateMs) => {
    expect(dutyStanding(given, state, at)).toEqual({ standing, lateMs });
  });
});

describe('how an instruction stands', () => {
  const instruction = (changes: Partial<Instruction> = {}): Instruction => ({
    id: 'i',
    kind: 'correct',
    basis: 'ZTB-006',
    article: '条例',
    authority: '发改委',
    text: '改正',
    issuedAt: 0,
    dueAt: 100,
    acknowledgedAt: null,
    report: null,
    closedAt: null,
    ...changes,
  });
  const report = { text: '已改正', documents: [], reportedAt: 50 };

  it.each([
    ['issued', {}, 99, 'delivered', false],
    ['not done at its due', {}, 100, 'delivered', true],
    ['acknowledged', { acknowledgedAt: 5 }, 99, 'acknowledged', false],
    ['acknowledged and overdue', { acknowledgedAt: 5 }, 150, 'acknowledged', true],
    ['reported', { report }, 150, 'reported', false],
    ['closed', { closedAt: 60, report }, 150, 'closed', false],
    ['without a due', { dueAt: null }, 150, 'delivered', false],
  ] as const)('%s', (_name, changes, at, standing, overdue) => {
    expect(instructionStanding(instruction(changes), at)).toEqual({ standing, overdue });
  });
});
