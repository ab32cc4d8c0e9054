import type { Route } from '../route.ts';
import { partyRoutes } from './parties.ts';
import { personRoutes } from './persons.ts';
import { sessionRoutes } from './sessions.ts';

/** Persons, the parties they act for, and their sessions. */
export const identityRoutes: readonly Route[] = [...personRoutes, ...partyRoutes, ...sessionRoutes];
