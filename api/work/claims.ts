import type { QueueItem } from '../../store/index.ts';
import { can, PLATFORM, type Told } from './told.ts';

/** A claim to act for a party. */
export function tellClaim(key: string, claim: NonNullable<QueueItem['body']['claim']>): Told {
  const { name, disputed } = claim;
  return {
    what: disputed
      ? { zh: `处理对主体登记的争议：${name}`, en: `decide a dispute about the party ${name}` }
      : {
          zh: `核验主体登记申请：${name}（申请人也可用机构证书自行核验）`,
          en: `prove the party ${name}; whoever claims it may do so by its certificate as well`,
        },
    whose: PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [can('decide', `/v1/admin/claims/${key}/decision`)],
    details: { claimId: key, ...claim },
  };
}
