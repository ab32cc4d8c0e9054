/** Looks until there is something to see. Throws when nothing comes within half a minute. */
export async function until<T>(look: () => Promise<T | null>, what = 'it', withinMs = 30_000): Promise<T> {
  const endsAt = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > endsAt) throw new Error(`${what} does not come`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Looks until it is so. Throws when it does not come about within half a minute. */
export async function untilTrue(look: () => Promise<boolean>): Promise<void> {
  await until(async () => ((await look()) ? true : null));
}
