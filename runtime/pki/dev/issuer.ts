import type { Config } from '../../config.ts';
import { readCertificates } from '../certificate.ts';
import { keyFromPem, type KeyKind } from '../keys.ts';
import type { CmsSigner } from '../sign-cms.ts';
import {
  developmentAuthorities,
  developmentFolder,
  developmentUrl,
  issueDevelopment,
  type DevelopmentHolder,
} from './authority.ts';

/** Where an installation's development authorities are, for who may ask them for certificates: its own user. */
export interface DevelopmentIssuer {
  readonly folder: string;
  readonly url: string;
}

/** The development authorities of an installation. */
export function developmentIssuer(config: Pick<Config, 'keysDir' | 'pki'>): DevelopmentIssuer {
  return { folder: developmentFolder(config), url: developmentUrl(config) };
}

/** A new key with a certificate of the development authority for its kind, ready to sign. */
export async function issueSigner(
  { folder, url }: DevelopmentIssuer,
  holder: DevelopmentHolder,
  kind: KeyKind = 'ecdsa',
): Promise<CmsSigner> {
  const of = await developmentAuthorities(folder, url);
  const { key, chain, certificate } = await issueDevelopment(folder, url, of[kind], holder);
  return { key: keyFromPem(key), certificate, between: readCertificates(chain).slice(1) };
}
