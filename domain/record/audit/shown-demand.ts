import { demandHash } from '../../seal/demand-hash.ts';
import { readDemand, type SealingDemand } from '../../seal/demand.ts';
import type { LeafEntry } from '../leaf.ts';
import type { Report } from './finding.ts';

/** The sealing demand in a notice's entry; null for none, undefined where the entry is of a version that did not record it. */
export function demandIn({ data }: Pick<LeafEntry, 'data'>): SealingDemand | null | undefined {
  const said = data['sealing'];
  if (said === undefined || said === null) return said;
  return readDemand(said) ?? undefined;
}

const hashOf = (demand: SealingDemand | null): string => (demand === null ? '无 none' : demandHash(demand));

/**
 * Says whether a demand which a bidder is shown is the one that the tender's notice recorded; found wanting also where the record
 * says none. `index`: of the entry compared with, where one is named. Gives whether it is.
 */
export function compareShown(
  recorded: SealingDemand | null | undefined,
  shown: SealingDemand | null,
  index: number | null,
  report: Report,
): boolean {
  if (recorded !== undefined && hashOf(recorded) === hashOf(shown)) {
    report.checked(
      `加密要求与公告在记录中的一致：${hashOf(shown)}`,
      `the sealing demand is the one that the notice put in the record: ${hashOf(shown)}`,
    );
    return true;
  }
  const said = recorded === undefined ? '未载明 not recorded' : hashOf(recorded);
  report.found(
    'demand-changed',
    index,
    `出示的加密要求（${hashOf(shown)}）不是公告在记录中的（${said}）`,
    `the sealing demand shown (${hashOf(shown)}) is not the one that the notice put in the record (${said})`,
  );
  return false;
}
