export { replyDue, type ReplyDue } from './reply.ts';
export { objectionRules, QUESTION_RULE, suspendingRule } from './rules.ts';
export { endAfterSuspension } from './suspension.ts';
