/** What something is called, for people. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
