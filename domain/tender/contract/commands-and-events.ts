import type { Happened } from '../../case/chapter.ts';
import type { Deadline } from '../../law/types.ts';
import type { ContractFacts, Duty } from '../ground/parts.ts';
import type { Signed } from '../ground/signatures.ts';

export type ContractCommand = Signed<{ readonly name: 'signContract' } & Omit<ContractFacts, 'signedAt'>>;

export type ContractEvent = Happened<{
  readonly name: 'contractSigned';
  readonly contract: ContractFacts;
  readonly deadlines: readonly Deadline[];
  readonly duties: readonly Duty[];
}>;
