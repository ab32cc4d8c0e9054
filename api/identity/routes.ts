import type { Route } from '../route.ts';
import { certificateRoutes } from '../pki/certificates.ts';
import { challengeRoutes } from '../pki/challenges.ts';
import { claimRoutes } from './claims.ts';
import { inboxRoutes } from './inbox.ts';
import { memberRoutes } from './members.ts';
import { partyRoutes } from './parties.ts';
import { personRoutes } from './persons.ts';
import { sessionRoutes } from './sessions.ts';
import { signInRoutes } from './sign-ins.ts';

/** Persons, the parties they act for, their certificates and sessions. */
export const identityRoutes: readonly Route[] = [
  ...personRoutes,
  ...inboxRoutes,
  ...partyRoutes,
  ...claimRoutes,
  ...memberRoutes,
  ...sessionRoutes,
  ...signInRoutes,
  ...challengeRoutes,
  ...certificateRoutes,
];
