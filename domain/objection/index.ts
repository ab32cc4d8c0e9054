export { replyDue, type ReplyDue } from './reply.ts';
export { objectionRules, suspendingRule } from './rules.ts';
export { endAfterSuspension } from './suspension.ts';
