/** Where the page of coverage lies. */
export const PAGE = 'docs/law-coverage.md';
