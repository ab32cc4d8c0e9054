export { complaint } from './complaint.workflow.ts';
export { delivery } from './delivery.workflow.ts';
export { tender } from './tender.workflow.ts';
