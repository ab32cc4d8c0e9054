import type { TenderState } from '../tender/ground/state.ts';
import { courseOf } from './course.ts';
import type { Paper } from './papers.ts';
import { mayRead, type Reader } from './readers.ts';
import { VISIBILITY } from './table.ts';

/** What one caller is to a tender. Everybody is also the public. */
export interface Standing {
  /** Code of the party that it acts for as a bidder. */
  readonly bidder: string | null;
  readonly owner: boolean;
  /** The tender lies within its scope, and a complaint about it went to it, or none did; null: no authority of this tender. */
  readonly authority: 'asked' | 'observing' | null;
  readonly administrator: boolean;
}

/** Who signed in for nothing that this tender knows. */
export const ANYBODY: Standing = { bidder: null, owner: false, authority: null, administrator: false };

/** Whether somebody may read a paper now. */
export function mayReadPaper(paper: Paper, standing: Standing, state: TenderState): boolean {
  const { papers } = VISIBILITY[paper.event];
  const course = courseOf(state);
  return readersOf(paper, standing).some((reader) => mayRead(papers, reader, course));
}

/** Whether anybody may read a paper now, without signing in: only then has it a public address. */
export function isPublicPaper(paper: Paper, state: TenderState): boolean {
  return mayReadPaper(paper, ANYBODY, state);
}

/** As what somebody comes to a paper. */
function readersOf({ concerned, winner }: Paper, standing: Standing): Reader[] {
  const { bidder, owner, authority, administrator } = standing;
  const readers: Reader[] = ['public'];
  if (bidder !== null) readers.push('bidder');
  if (bidder !== null && bidder === concerned) readers.push('concerned');
  if (bidder !== null && bidder === winner) readers.push('winner');
  if (owner) readers.push('owner');
  if (authority !== null) readers.push(authority);
  if (administrator) readers.push('administrator');
  return readers;
}
