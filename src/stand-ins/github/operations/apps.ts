import { accountOf, nodeId, stamp } from '../answers/account.ts';
import { type Call, created, numberIn, ok } from '../call.ts';
import type { AppOptions } from '../options.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Operations, ServerState } from './operation.ts';

const PERMISSIONS = {
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
  statuses: 'write',
} as const;

/** Asked by the app itself, with a token that it signed. */
export const appOperations: Operations = {
  'apps/get-authenticated': (state, call) => {
    const app = appOf(state, call);
    const { world } = state;
    return ok({
      id: app.id,
      slug: app.slug,
      node_id: nodeId('A', app.id),
      owner: accountOf(world, world.parts.owner),
      name: app.slug,
      description: null,
      external_url: `${world.origin}/apps/${app.slug}`,
      html_url: `${world.origin}/apps/${app.slug}`,
      created_at: stamp(0),
      updated_at: stamp(0),
      permissions: PERMISSIONS,
      events: [],
    });
  },

  'apps/get-repo-installation': (state, call) => ok(installationOf(state.world, appOf(state, call))),

  'apps/create-installation-access-token': (state, call) => {
    if (numberIn(call, 'installation_id') !== appOf(state, call).installationId) throw notFound();
    const { token, expiresAt } = state.accounts.issueInstallationToken();
    return created({
      token,
      expires_at: stamp(expiresAt),
      permissions: PERMISSIONS,
      repository_selection: 'selected',
    });
  },
};

function appOf({ accounts }: ServerState, { caller }: Call): AppOptions {
  if (caller.kind !== 'app' || accounts.app === undefined) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  return accounts.app;
}

function installationOf(world: World, app: AppOptions): Readonly<Record<string, unknown>> {
  const url = `${world.apiUrl}/app/installations/${app.installationId}`;
  return {
    id: app.installationId,
    app_id: app.id,
    app_slug: app.slug,
    account: accountOf(world, world.parts.owner),
    target_id: 1,
    target_type: 'Organization',
    repository_selection: 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.origin}/settings/installations/${app.installationId}`,
    permissions: PERMISSIONS,
    events: [],
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
    created_at: stamp(0),
    updated_at: stamp(0),
  };
}
