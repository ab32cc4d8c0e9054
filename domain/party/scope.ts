/** What an authority is competent for: prefixes of region codes, and industries; null: all. */
export interface Scope {
  readonly regions: readonly string[] | null;
  readonly industries: readonly string[] | null;
}

/** Whether a place and an industry lie within an authority's scope. */
export function isWithinScope(
  { regions, industries }: Scope,
  { region, industry }: { readonly region: string; readonly industry: string },
): boolean {
  return (
    (regions === null || regions.some((prefix) => region.startsWith(prefix))) &&
    (industries === null || industries.includes(industry))
  );
}
