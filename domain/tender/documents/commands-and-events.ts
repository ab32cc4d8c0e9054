import type { Happened } from '../../case/chapter.ts';

/** Issue of the tender documents begins and ends by the clock. */
export type DocumentsStep = { readonly name: 'openDocuments' } | { readonly name: 'closeDocuments' };

export type DocumentsEvent = Happened<
  { readonly name: 'documentsOpened' } | { readonly name: 'documentsClosed' }
>;
