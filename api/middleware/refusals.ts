import type { Context } from 'koa';
import { v7 as uuid } from 'uuid';
import type { Deps, PersonIdentity } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import type { Route } from '../route.ts';
import { enterRecord, databaseNow, tenderById } from '../../store/index.ts';

interface Refused {
  readonly koa: Context;
  readonly route: Route;
  readonly deps: Deps;
  readonly identity: PersonIdentity;
  readonly address: string;
}
