import { proxyActivities } from '@temporalio/workflow';
import type { ComplaintActivities, TenderActivities } from '../activities/types.ts';

/** A decision is a short transaction: it is repeated until it is taken, for as long as it takes. */
export const decisions = proxyActivities<TenderActivities & ComplaintActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});
/** An opening decrypts every bid: it beats as it goes and may take hours. */
export const hall = proxyActivities<TenderActivities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});
