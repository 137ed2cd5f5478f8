import type { CheckRecord, DeploymentRecord, DeploymentStatusRecord, StatusRecord } from '../records.ts';
import type { World } from '../world.ts';
import { accountOf, nodeId, stamp } from './account.ts';

type Json = Readonly<Record<string, unknown>>;

export function statusOf(world: World, status: StatusRecord): Json {
  return {
    id: status.id,
    node_id: nodeId('SC', status.id),
    url: `${world.repositoryUrl}/statuses/${status.sha}`,
    avatar_url: null,
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    context: status.context,
    creator: accountOf(world, status.by),
    created_at: stamp(status.at),
    updated_at: stamp(status.at),
  };
}

export function deploymentOf(world: World, deployment: DeploymentRecord): Json {
  const url = `${world.repositoryUrl}/deployments/${deployment.id}`;
  return {
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    environment: deployment.environment,
    original_environment: deployment.environment,
    production_environment: deployment.isProduction,
    transient_environment: deployment.isTransient,
    description: deployment.description ?? null,
    creator: accountOf(world, deployment.by),
    created_at: stamp(deployment.at),
    updated_at: stamp(deployment.statuses.at(-1)?.at ?? deployment.at),
    statuses_url: `${url}/statuses`,
    repository_url: world.repositoryUrl,
  };
}

export function deploymentStatusOf(
  world: World,
  deployment: DeploymentRecord,
  status: DeploymentStatusRecord,
): Json {
  const url = `${world.repositoryUrl}/deployments/${deployment.id}`;
  return {
    id: status.id,
    node_id: nodeId('DS', status.id),
    url: `${url}/statuses/${status.id}`,
    state: status.state,
    description: status.description,
    environment: deployment.environment,
    target_url: status.targetUrl,
    log_url: status.targetUrl,
    creator: accountOf(world, status.by),
    created_at: stamp(status.at),
    updated_at: stamp(status.at),
    deployment_url: url,
    repository_url: world.repositoryUrl,
  };
}

export function checkOf(world: World, check: CheckRecord): Json {
  const url = `${world.repositoryUrl}/check-runs/${check.id}`;
  const isDone = check.status === 'completed';
  return {
    id: check.id,
    node_id: nodeId('CR', check.id),
    head_sha: check.sha,
    external_id: '',
    url,
    html_url: null,
    details_url: null,
    name: check.name,
    status: check.status,
    conclusion: check.conclusion ?? null,
    started_at: stamp(check.at),
    completed_at: isDone ? stamp(check.at) : null,
    output: {
      title: check.title ?? null,
      summary: check.summary ?? null,
      text: null,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: 1 },
    app: null,
    pull_requests: [],
  };
}
