/** Far more than anything takes: what never comes is told by name, before the time limit of the test. */
const GIVEN_UP_AFTER_MS = 300_000;

/** Looks until there is something to see. Throws when nothing comes within five minutes. */
export async function until<T>(look: () => Promise<T | null>, what = 'it'): Promise<T> {
  const endsAt = Date.now() + GIVEN_UP_AFTER_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > endsAt) throw new Error(`${what} does not come`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Looks until it is so. Throws when it does not come about within five minutes. */
export async function untilTrue(look: () => Promise<boolean>, what?: string): Promise<void> {
  await until(async () => ((await look()) ? true : null), what);
}
