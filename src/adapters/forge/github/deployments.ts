import * as z from 'zod';
import type { DeploymentStatus } from '../../../core/model/publication.ts';
import type { Deployments } from '../../../ports/forge.ts';
import { anything, author, id } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

const LIST: Call = {
  operation: 'repos/list-deployments',
  does: 'read the deployments of a commit',
  permission: 'Deployments: read',
};
const LIST_STATUSES: Call = {
  operation: 'repos/list-deployment-statuses',
  does: 'read the statuses of a deployment',
  permission: 'Deployments: read',
};
const CREATE: Call = {
  operation: 'repos/create-deployment',
  does: 'record a deployment',
  permission: 'Deployments: write',
};
const ADD_STATUS: Call = {
  operation: 'repos/create-deployment-status',
  does: 'set the status of a deployment',
  permission: 'Deployments: write',
};
/** Sets our deployments apart from those of other tools. */
const TASK = 'homeamp';
const deployment = z.object({ id, environment: z.string(), task: z.string() });
const status = z.object({ state: z.string(), description: z.string().nullish(), creator: author });
const STATES: ReadonlyMap<string, DeploymentStatus['state']> = new Map([
  ['queued', 'queued'],
  ['pending', 'queued'],
  ['in_progress', 'in_progress'],
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'failure'],
]);

/** Words of other accounts open no stage: statuses count that were set by the fleet's own. */
export function createDeployments(api: GitHubApi, ownLogin: () => Promise<string>): Deployments {
  return {
    of: async (sha) => {
      const newestFirst = await api.list({
        call: LIST,
        item: deployment,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/deployments', { ...asked, sha, task: TASK }),
      });
      const ours = newestFirst.filter((entry) => entry.task === TASK).toReversed();
      const login = ours.length === 0 ? '' : await ownLogin();
      const found = [];
      for (const entry of ours) {
        found.push({
          id: entry.id,
          stage: entry.environment,
          statuses: await statusesOf(api, entry.id, login),
        });
      }
      return found;
    },
    create: async (sha, stage) => {
      const made = await api.ask({
        call: CREATE,
        answer: deployment,
        send: (octokit, asked) =>
          octokit.request('POST /repos/{owner}/{repo}/deployments', {
            ...asked,
            ref: sha,
            task: TASK,
            environment: stage,
            auto_merge: false,
            required_contexts: [],
          }),
      });
      return { id: made.id, stage: made.environment, statuses: [] };
    },
    addStatus: async ({ id: deployment_id }, { state, description }) => {
      await api.ask({
        call: ADD_STATUS,
        answer: anything,
        send: (octokit, asked) =>
          octokit.request('POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
            ...asked,
            deployment_id,
            state,
            description,
          }),
      });
    },
  };
}

/** Oldest first, without those that GitHub adds by itself when a later deployment takes the place. */
async function statusesOf(
  api: GitHubApi,
  deployment_id: number,
  login: string,
): Promise<readonly DeploymentStatus[]> {
  const newestFirst = await api.list({
    call: LIST_STATUSES,
    item: status,
    send: (octokit, asked) =>
      octokit.request('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        ...asked,
        deployment_id,
      }),
  });
  return newestFirst.toReversed().flatMap((entry) => {
    const state = STATES.get(entry.state);
    return state === undefined || entry.creator !== login
      ? []
      : [{ state, description: entry.description ?? '' }];
  });
}
