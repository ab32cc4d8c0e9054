/** Set by what enters made-up entries in a record: what reads such a record is not held to the parts of real ones. */
declare global {
  var openSealMadeUpEntries: boolean | undefined;
}

export const noteMadeUpEntries = (): void => {
  globalThis.openSealMadeUpEntries = true;
};
export const hasMadeUpEntries = (): boolean => globalThis.openSealMadeUpEntries === true;
