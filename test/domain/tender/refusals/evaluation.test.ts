import { exampleCandidate, exampleCommittee, EXAMPLE_PARTIES } from '../../../support/drafts.ts';
import { exampleCommands as example } from '../../../support/process.ts';
import { expectRefusals, type Row } from './row.ts';

const IN_EVALUATION = '2026-10-10 16:00';

const rejection = (bidId: string, ground = '51-3') => ({ bidId, ground, reason: '资质不符合招标文件要求。' });

const fourCandidates = [...[1, 2, 3].map(exampleCandidate), { ...exampleCandidate(3), rank: 4 }];
const evaluations: readonly Row[] = [
  {
    code: 'ZTB-303',
    article: /招标投标法第三十七条/,
    accepted: /./,
    why: 'four members',
    stage: 'evaluation',
    command: example.report({ committee: exampleCommittee().slice(1) }),
    at: IN_EVALUATION,
  },
  {
    code: 'ZTB-318',
    article: /条例第五十三条/,
    accepted: /./,
    why: 'four candidates',
    stage: 'evaluation',
    command: example.report({ candidates: fourCandidates }),
    at: IN_EVALUATION,
  },
  {
    code: 'ZTB-318',
    article: /条例第五十三条/,
    accepted: /./,
    why: 'two candidates of the first rank',
    stage: 'evaluation',
    command: example.report({ candidates: [exampleCandidate(1), { ...exampleCandidate(2), rank: 1 }] }),
    at: IN_EVALUATION,
  },
  {
    code: 'ZTB-318',
    article: /条例第五十三条/,
    accepted: /./,
    why: 'ranks with a gap',
    stage: 'evaluation',
    command: example.report({ candidates: [exampleCandidate(1), { ...exampleCandidate(2), rank: 3 }] }),
    at: IN_EVALUATION,
  },
  {
    code: 'ZTB-313',
    article: /条例第五十一条/,
    accepted: /./,
    why: 'a ground the law does not know',
    stage: 'evaluation',
    command: example.report({
      candidates: [1, 2].map(exampleCandidate),
      rejected: [rejection('bid-3', '51-9')],
    }),
    at: IN_EVALUATION,
  },
  {
    code: 'candidate-not-opened',
    article: null,
    accepted: /bid-1, bid-2, bid-3/,
    why: 'a candidate out of nowhere',
    stage: 'evaluation',
    command: example.report({ candidates: [{ ...exampleCandidate(1), bidId: 'bid-9' }] }),
    at: IN_EVALUATION,
  },
  {
    code: 'candidate-mismatch',
    article: null,
    accepted: /91110105MA01EX012N/,
    why: 'a candidate who is someone else',
    stage: 'evaluation',
    command: example.report({
      candidates: [{ ...exampleCandidate(1), uscc: EXAMPLE_PARTIES.stranger.uscc }],
    }),
    at: IN_EVALUATION,
  },
  {
    code: 'candidate-rejected',
    article: null,
    accepted: null,
    why: 'a candidate who is rejected',
    stage: 'evaluation',
    command: example.report({ rejected: [rejection('bid-2')] }),
    at: IN_EVALUATION,
  },
  {
    code: 'duplicate-candidate',
    article: null,
    accepted: null,
    why: 'one bid twice',
    stage: 'evaluation',
    command: example.report({ candidates: [exampleCandidate(1), { ...exampleCandidate(1), rank: 2 }] }),
    at: IN_EVALUATION,
  },
  {
    code: 'malformed-amount',
    article: null,
    accepted: /17,680,000/,
    why: 'a price that is no amount',
    stage: 'evaluation',
    command: example.report({ candidates: [{ ...exampleCandidate(1), priceFen: '17.68' }] }),
    at: IN_EVALUATION,
  },
  {
    code: 'unknown-bid',
    article: null,
    accepted: null,
    why: 'rejecting what was not opened',
    stage: 'evaluation',
    command: example.report({ rejected: [rejection('bid-9')] }),
    at: IN_EVALUATION,
  },
  {
    code: 'duplicate-rejection',
    article: null,
    accepted: null,
    why: 'rejecting twice',
    stage: 'evaluation',
    command: example.report({
      candidates: [1, 2].map(exampleCandidate),
      rejected: [rejection('bid-3'), rejection('bid-3', '51-6')],
    }),
    at: IN_EVALUATION,
  },
  {
    code: 'ZTB-316',
    article: /招标投标法第四十二条/,
    accepted: /./,
    why: 'no candidate, though a bid stands',
    stage: 'evaluation',
    command: example.report({ candidates: [], rejected: [rejection('bid-1'), rejection('bid-2')] }),
    at: IN_EVALUATION,
  },
  {
    code: 'empty-text',
    article: null,
    accepted: /Say something in summary/,
    why: 'no account of the evaluation',
    stage: 'evaluation',
    command: example.report({ summary: '' }),
    at: IN_EVALUATION,
  },
];

expectRefusals('evaluation', evaluations);
