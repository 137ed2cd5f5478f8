import { deploymentOf, deploymentStatusOf } from '../answers/commit-facts.ts';
import { type Answer, type Call, created, numberIn, textIn } from '../call.ts';
import { page } from '../pages.ts';
import type { DeploymentRecord, DeploymentStatusRecord } from '../records.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Operations } from './operation.ts';

const MAX_DESCRIPTION = 140;

export const deploymentOperations: Operations = {
  'repos/create-deployment': ({ world }, call) => {
    const ref = textIn(call, 'ref') ?? '';
    const sha = world.parts.git.resolve(ref);
    if (sha === undefined) throw invalid(`No ref found for: ${ref}`);
    assertContextsPass(world, call, sha);
    if (call.body.get('auto_merge') !== false && isBehind(world, sha)) return autoMerged(ref);
    const deployment = newDeployment(world, call, { ref, sha });
    world.deployments.set(deployment.id, deployment);
    return created(deploymentOf(world, deployment));
  },

  'repos/list-deployments': ({ world }, call) => {
    const items = [...world.deployments.values()].filter((each) => isWanted(each, call)).reverse();
    return page(world, call, { items, show: (each) => deploymentOf(world, each) });
  },

  'repos/create-deployment-status': ({ world }, call) => {
    const deployment = deploymentIn(world, call);
    const status = newStatus(world, call);
    addStatus(world, deployment, status);
    if (status.state === 'success' && call.body.get('auto_inactive') !== false)
      retireOthers(world, deployment, status);
    return created(deploymentStatusOf(world, deployment, status));
  },

  'repos/list-deployment-statuses': ({ world }, call) => {
    const deployment = deploymentIn(world, call);
    const items = [...deployment.statuses].reverse();
    return page(world, call, { items, show: (status) => deploymentStatusOf(world, deployment, status) });
  },
};

function newDeployment(
  world: World,
  call: Call,
  commit: { readonly ref: string; readonly sha: string },
): DeploymentRecord {
  const environment = textIn(call, 'environment') ?? 'production';
  const isProduction = call.body.get('production_environment') ?? environment === 'production';
  return {
    ...commit,
    id: world.nextId(),
    task: textIn(call, 'task') ?? 'deploy',
    environment,
    isProduction: isProduction === true,
    isTransient: call.body.get('transient_environment') === true,
    description: textIn(call, 'description'),
    payload: call.body.get('payload') ?? '',
    by: call.caller.login,
    at: world.parts.now(),
    statuses: [],
  };
}

/** Unless the request names the contexts that must pass, all of the commit must. */
function assertContextsPass(world: World, call: Call, sha: string): void {
  const named = call.body.get('required_contexts');
  const latest = new Map(
    world.statuses.filter((status) => status.sha === sha).map(({ context, state }) => [context, state]),
  );
  const required: readonly unknown[] = Array.isArray(named) ? named : [...latest.keys()];
  if (required.some((context) => latest.get(String(context)) !== 'success')) {
    throw new Refusal(409, 'Conflict: Commit status checks failed.');
  }
}

function isBehind(world: World, sha: string): boolean {
  const tip = world.parts.git.resolve('refs/heads/main');
  return tip !== undefined && !world.parts.git.isAncestor(tip, sha);
}

/** GitHub then brings the ref up to date instead of making the deployment. */
function autoMerged(ref: string): Answer {
  return { status: 202, body: { message: `Auto-merged main into ${ref} on deployment.` } };
}

function isWanted(deployment: DeploymentRecord, call: Call): boolean {
  return (['sha', 'ref', 'task', 'environment'] as const).every((field) => {
    const wanted = call.query.get(field);
    return wanted === null || wanted === 'none' || wanted === deployment[field];
  });
}

function deploymentIn(world: World, call: Call): DeploymentRecord {
  const deployment = world.deployments.get(numberIn(call, 'deployment_id'));
  if (deployment === undefined) throw notFound();
  return deployment;
}

function newStatus(world: World, call: Call): DeploymentStatusRecord {
  const description = textIn(call, 'description') ?? '';
  if ([...description].length > MAX_DESCRIPTION) {
    throw invalid('Validation Failed: description is too long (maximum is 140 characters)');
  }
  return {
    id: world.nextId(),
    state: textIn(call, 'state') ?? '',
    description,
    targetUrl: textIn(call, 'log_url') ?? textIn(call, 'target_url') ?? '',
    by: call.caller.login,
    at: world.parts.now(),
  };
}

function addStatus(world: World, deployment: DeploymentRecord, status: DeploymentStatusRecord): void {
  const { statuses } = world.deployments.get(deployment.id) ?? deployment;
  world.deployments.set(deployment.id, { ...deployment, statuses: [...statuses, status] });
}

/** What succeeded before in the same environment becomes inactive, except in production. */
function retireOthers(world: World, current: DeploymentRecord, cause: DeploymentStatusRecord): void {
  for (const other of [...world.deployments.values()]) {
    const isRetired =
      other.id < current.id &&
      other.environment === current.environment &&
      !other.isProduction &&
      !other.isTransient &&
      other.statuses.at(-1)?.state === 'success';
    if (isRetired) {
      addStatus(world, other, { ...cause, id: world.nextId(), state: 'inactive', description: '' });
    }
  }
}
