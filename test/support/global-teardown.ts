/** Ends what the set-up started. */
export default async function tearDown(): Promise<void> {
  await globalThis.openSealTestPostgres?.stop();
}
