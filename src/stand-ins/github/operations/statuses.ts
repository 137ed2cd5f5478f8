import { checkOf, statusOf } from '../answers/commit-facts.ts';
import { type Call, created, nameIn, textIn } from '../call.ts';
import { page } from '../pages.ts';
import type { CheckRecord, StatusRecord } from '../records.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Operations } from './operation.ts';

const MAX_DESCRIPTION = 140;
const MAX_STATUSES = 1000;

export const statusOperations: Operations = {
  'repos/create-commit-status': ({ world }, call) => {
    const status = newStatus(world, call);
    world.statuses = [...world.statuses, status];
    return created(statusOf(world, status));
  },

  'repos/list-commit-statuses-for-ref': ({ world }, call) => {
    const sha = world.parts.git.resolve(nameIn(call, 'ref'));
    if (sha === undefined) throw notFound();
    const items = world.statuses.filter((status) => status.sha === sha).reverse();
    return page(world, call, { items, show: (status) => statusOf(world, status) });
  },

  'checks/create': ({ world }, call) => {
    if (!world.parts.writesChecks) throw new Refusal(403, 'Resource not accessible by integration');
    const check = newCheck(world, call);
    world.checks = [...world.checks, check];
    return created(checkOf(world, check));
  },
};

function newStatus(world: World, call: Call): StatusRecord {
  const sha = nameIn(call, 'sha');
  const context = textIn(call, 'context') ?? 'default';
  const description = textIn(call, 'description');
  assertCommit(world, sha);
  if ([...(description ?? '')].length > MAX_DESCRIPTION) {
    throw invalid('Validation Failed: description is too long (maximum is 140 characters)');
  }
  const others = world.statuses.filter((status) => status.sha === sha && status.context === context);
  if (others.length >= MAX_STATUSES) {
    throw invalid('Validation Failed: This SHA and context has reached the maximum number of statuses.');
  }
  return {
    id: world.nextId(),
    sha,
    context,
    state: textIn(call, 'state') ?? '',
    description,
    targetUrl: textIn(call, 'target_url'),
    by: call.caller.login,
    at: world.parts.now(),
  };
}

function newCheck(world: World, call: Call): CheckRecord {
  const sha = textIn(call, 'head_sha') ?? '';
  assertCommit(world, sha);
  const output = call.body.get('output');
  const parts = new Map<string, unknown>(Object.entries(typeof output === 'object' ? (output ?? {}) : {}));
  const annotations = parts.get('annotations');
  const conclusion = textIn(call, 'conclusion');
  return {
    id: world.nextId(),
    sha,
    name: textIn(call, 'name') ?? '',
    status: conclusion === undefined ? (textIn(call, 'status') ?? 'queued') : 'completed',
    conclusion,
    title: stringOf(parts.get('title')),
    summary: stringOf(parts.get('summary')),
    annotations: Array.isArray(annotations) ? annotations : [],
    by: call.caller.login,
    at: world.parts.now(),
  };
}

function assertCommit(world: World, sha: string): void {
  if (!world.hasCommit(sha)) throw invalid(`No commit found for SHA: ${sha}`);
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
