import type { Named } from '../../case/chapter.ts';
import { refuseEmptyTexts, refusePast } from '../../case/refusals.ts';
import { basesHeld, type LawContext } from '../../law/context.ts';
import { rulesOf } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { Instruction } from '../ground/parts.ts';
import { restsByOrder } from '../ground/rest.ts';
import type { TenderState } from '../ground/state.ts';
import type { InstructionCommand } from './commands-and-events.ts';

type IssueInstruction = Named<InstructionCommand, 'issueInstruction'>;

/**
 * Whether an order of the authority can go out: its basis stands among the verified rules of the tender's
 * ruleset (a document outside them is no basis), and it orders what can be done.
 */
export function admitInstruction(
  command: IssueInstruction,
  state: TenderState,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  const refusals = [
    ...refuseBasis(command, state, ctx),
    ...refuseEmptyTexts({ text: ['指令内容', command.text] }),
    ...(command.dueAt === null ? [] : refusePast('完成期限', 'dueAt', command.dueAt, at)),
  ];
  if (state.instructions.some((one) => one.id === command.id)) {
    refusals.push(
      platformRefusal('duplicate-instruction', '该指令已经发出。', 'This instruction was issued already.'),
    );
  }
  return [...refusals, ...refuseKind(command, state)];
}

function refuseBasis({ kind, basis }: IssueInstruction, state: TenderState, ctx: LawContext): Refusal[] {
  const fit = basesFor(kind, state, ctx);
  if (fit.includes(basis)) return [];
  const known = ctx.ruleset.rules[basis] !== undefined;
  return [
    platformRefusal(
      known ? 'basis-unfit' : 'basis-outside-catalogue',
      known
        ? `${basis} 不能作为该指令的依据。`
        : `${basis} 不在本项目适用的规则目录内，目录以外的文件不得作为行政监督依据。`,
      known
        ? `${basis} is no basis for this kind of instruction.`
        : `${basis} is not in the catalogue of rules of this tender: what stands outside it is no basis.`,
      fit.length > 12
        ? { zh: `规则集 ${ctx.ruleset.id} 中已核实的规则。`, en: `A verified rule of ${ctx.ruleset.id}.` }
        : { zh: `${fit.join('、')}。`, en: `${fit.join(', ')}.` },
    ),
  ];
}

/** The rules on which each kind of order can rest. */
function basesFor(kind: Instruction['kind'], state: TenderState, ctx: LawContext): string[] {
  const rules = rulesOf(state.draft);
  switch (kind) {
    case 'suspend':
    case 'resume':
      return basesHeld(ctx, [rules.authoritySuspension]);
    case 'invalidate':
      return basesHeld(ctx, [rules.invalidation, 'ZTB-017', 'ZTB-411']);
    case 'void-award':
      return basesHeld(ctx, rules.awardVoid);
    case 'correct':
      return Object.values(ctx.ruleset.rules)
        .filter(({ verification }) => verification === 'V' || verification === 'V2')
        .map(({ id }) => id);
  }
}

function refuseKind({ kind }: IssueInstruction, state: TenderState): Refusal[] {
  if (kind === 'void-award') return refuseVoidAward(state);
  const ordered = restsByOrder(state);
  if (kind === 'resume' && !ordered) {
    return [
      platformRefusal(
        'not-suspended',
        '本项目没有被责令暂停。',
        'No order has this tender suspended: there is nothing to resume.',
      ),
    ];
  }
  if (kind === 'suspend' && ordered) {
    return [
      platformRefusal('already-suspended', '本项目已被责令暂停。', 'This tender is suspended already.'),
    ];
  }
  if (kind !== 'invalidate' && state.outcome !== null) {
    return [platformRefusal('tender-over', '该项目已经结束。', 'This tender is over.')];
  }
  if (state.outcome === 'invalidated') {
    return [
      platformRefusal('already-done', '该项目已被认定无效。', 'This tender was declared void already.'),
    ];
  }
  return [];
}

/** An award alone can be void between its notice and the contract; afterwards it is the tender or the contract. */
function refuseVoidAward({ award, contract, outcome }: TenderState): Refusal[] {
  if (outcome !== null) {
    return [platformRefusal('tender-over', '该项目已经结束。', 'This tender is over.')];
  }
  if (award !== null && contract === null) return [];
  return [
    platformRefusal(
      'no-award',
      contract === null
        ? '本项目没有已确定的中标（成交）结果。'
        : '合同已经签订，不能只认定中标（成交）无效。',
      contract === null
        ? 'This tender has no award that could be void.'
        : 'The contract is signed: its award alone can no longer be void.',
      contract === null
        ? { zh: '发出中标（成交）通知书之后认定。', en: 'Declare it void after the award notice.' }
        : { zh: '认定招标（采购）无效。', en: 'Declare the tender void.' },
    ),
  ];
}
