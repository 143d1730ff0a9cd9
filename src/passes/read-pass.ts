// Everything that is read of the dumps, at once: the posts are routed, and the tables beside them are read meanwhile.

import type { Pipeline } from '../pipeline.ts';
import type { ReadUsers } from './authors/read-users-pass.ts';
import type { PassContext } from './context.ts';
import type { ReadLinks } from './links/read-links-pass.ts';
import { type RoutePassResult, routePass } from './route-pass.ts';
import { linksAmong, usersAmong } from './side-tables.ts';
import { together } from './together.ts';

/** What was read. */
export interface ReadDumps {
  readonly routed: RoutePassResult;
  /** By input, where a pipeline pairs linked questions. */
  readonly links: ReadLinks[] | undefined;
  /** Where a dump has some and authors are named. */
  readonly users: ReadUsers | undefined;
}

/** Reads the dumps. When something fails, nothing is at work any more before the error is thrown. */
export async function readPass(context: PassContext, { takedowns }: Pick<Pipeline, 'takedowns'>): Promise<ReadDumps> {
  const failed = new AbortController();
  const users = readUsers(context, { takedowns, signal: failed.signal });
  const reading = [routePass(context), readLinks(context), users] as const;
  try {
    const [routed, links, users] = await together(reading);
    return { routed, links, users };
  } catch (error) {
    failed.abort(error);
    await context.workers.close(error);
    await Promise.allSettled(reading);
    throw error;
  }
}

async function readLinks(context: PassContext): Promise<ReadLinks[] | undefined> {
  if (linksAmong(context.tables).length === 0) return undefined;
  return (await import('./links/read-links-pass.ts')).readLinksPass(context);
}

async function readUsers(
  context: PassContext,
  options: { readonly takedowns: readonly string[]; readonly signal: AbortSignal },
): Promise<ReadUsers | undefined> {
  if (usersAmong(context.tables).length === 0) return undefined;
  return (await import('./authors/read-users-pass.ts')).readUsersPass(context, options);
}
