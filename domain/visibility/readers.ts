/**
 * As whom somebody reads what is not public.
 *
 * public: anybody, without signing in. bidder: any party that acts as a bidder. concerned: the party whose act or
 * letter it is, or against whom it goes. winner: the party that holds the award, or held the one that it is about. owner:
 * the tenderee, and its agency under a mandate that holds.
 * asked: an authority that a complaint went to, or that gave the order. observing: any other authority within whose
 * scope the tender lies. administrator: of the platform.
 */
export const READERS = [
  'public',
  'bidder',
  'concerned',
  'winner',
  'owner',
  'asked',
  'observing',
  'administrator',
] as const;

export type Reader = (typeof READERS)[number];

/**
 * When something opens. `with-result`: at the award where the law publishes the tender documents with the result
 * (GP-303), else never.
 */
export type Opens =
  | 'at-once'
  | 'after-applications'
  | 'at-closing'
  | 'at-opening'
  | 'at-publicity'
  | 'at-award'
  | 'with-result'
  | 'never';

/** From when on each reader may read; a reader that is not named reads nothing. */
export type Audience = Readonly<Partial<Record<Reader, Opens>>>;

/** How far a tender has come, as far as anything opens with it. */
export interface Course {
  readonly applicationsClosed: boolean;
  readonly bidsClosed: boolean;
  readonly bidsOpened: boolean;
  readonly published: boolean;
  readonly awarded: boolean;
  /** Whether the law publishes the tender documents with the result. */
  readonly documentsWithResult: boolean;
}

/** Nothing has happened yet: how what belongs to no tender stands, or to one that is a draft. */
export const NOT_BEGUN: Course = {
  applicationsClosed: false,
  bidsClosed: false,
  bidsOpened: false,
  published: false,
  awarded: false,
  documentsWithResult: false,
};

/** Whether a reader of an audience may read, as far as the tender has come. */
export function mayRead(audience: Audience, reader: Reader, course: Course): boolean {
  switch (audience[reader] ?? 'never') {
    case 'at-once':
      return true;
    case 'after-applications':
      return course.applicationsClosed;
    case 'at-closing':
      return course.bidsClosed;
    case 'at-opening':
      return course.bidsOpened;
    case 'at-publicity':
      return course.published;
    case 'at-award':
      return course.awarded;
    case 'with-result':
      return course.awarded && course.documentsWithResult;
    case 'never':
      return false;
  }
}
