import { problem } from '../problem.ts';

/**
 * How many requests with a body one party, or one person without a party, has under way in this process: so that
 * nobody takes all places, whatever many addresses they come from.
 */
export class Places {
  private readonly most: number;
  private readonly taken = new Map<string, number>();

  constructor(most: number) {
    this.most = most;
  }

  /** Takes a place; gives the function that leaves it. Throws the problem 429 `too-many-uploads` where all are taken. */
  take(whose: string): () => void {
    const before = this.taken.get(whose) ?? 0;
    if (before >= this.most) throw tooManyUploads(this.most);
    this.taken.set(whose, before + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const now = this.taken.get(whose)! - 1;
      if (now === 0) this.taken.delete(whose);
      else this.taken.set(whose, now);
    };
  }
}

function tooManyUploads(most: number): Error {
  return problem(429, 'too-many-uploads', {
    zh: '本单位同时进行的提交过多，请待其完成后再试',
    en: 'your party has too many submissions under way: try again when one of them is through',
    accepted: { zh: `同时不超过${most}个`, en: `at most ${most} at once` },
    headers: { 'Retry-After': '5' },
  });
}
