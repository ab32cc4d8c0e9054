import type { Route } from '../route.ts';
import { endpointRoutes } from './endpoint.ts';
import { instructionRoutes } from './instructions.ts';
import { profileRoutes } from './profile.ts';
import { sealedActRoutes } from './sealed-acts.ts';
import { streamRoutes } from './stream.ts';
import { tenderRoutes } from './tenders.ts';

export const supervisionRoutes: readonly Route[] = [
  ...tenderRoutes,
  ...sealedActRoutes,
  ...instructionRoutes,
  ...streamRoutes,
  ...profileRoutes,
  ...endpointRoutes,
];
