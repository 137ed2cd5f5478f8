import type { OptionSpec } from './command.ts';

const repo: OptionSpec = {
  flags: '--repo <dir|url>',
  kind: 'text',
  description: 'the repository; without it this folder, when it holds desired-state/',
};
const revision: OptionSpec = {
  flags: '--revision <ref>',
  kind: 'text',
  description: 'a commit, branch or tag, or WORKTREE for the files as they lie',
};
const host: OptionSpec = {
  flags: '--host <name>',
  kind: 'text',
  description: 'which host of the fleet this is',
};
const ampRoot: OptionSpec = {
  flags: '--amp-root <dir>',
  kind: 'text',
  description: 'the .ampdata/instances folder',
};
const state: OptionSpec = {
  flags: '--state <dir>',
  kind: 'text',
  description: "homeamp's own folder; without it $HOMEAMP_STATE, /var/lib/homeamp or ~/.local/state/homeamp",
};
const instance: OptionSpec = {
  flags: '--instance <name>',
  kind: 'list',
  description: 'only this instance; may be given several times',
};

const config: OptionSpec = {
  flags: '--config <file>',
  kind: 'text',
  description: "the agent's settings; without it $HOMEAMP_CONFIG or /etc/homeamp/agent.yaml",
};

/** Options that several commands share. */
export const OPTIONS = {
  repo,
  revision,
  host,
  instance,
  ampRoot,
  state,
  config,
  json: { flags: '--json', kind: 'switch', description: 'print JSON, as described in docs/schemas' },
  heal: {
    flags: '--heal',
    kind: 'switch',
    description: 'put back what was edited on the servers, whatever the policy says',
  },
  ignoreBudget: {
    flags: '--ignore-budget',
    kind: 'switch',
    description: 'allow more changes than policy.budget does',
  },
  detailed: { flags: '--detailed', kind: 'switch', description: 'list every key and whole values' },
  yes: { flags: '--yes', kind: 'switch', description: 'do not ask' },
} as const satisfies Record<string, OptionSpec>;

/** Which host, repository and instances. */
export const PLACE_OPTIONS: readonly OptionSpec[] = [repo, revision, host, instance, ampRoot, state, config];

/** What it takes to compare a host's files. */
export const HOST_OPTIONS: readonly OptionSpec[] = [
  ...PLACE_OPTIONS,
  {
    flags: '--full',
    kind: 'switch',
    description: 'read every file, also those that have not moved since they were in sync',
  },
];

/** What an order to pause or to go on is about. */
export const SCOPE_OPTIONS: readonly OptionSpec[] = [
  { flags: '--fleet', kind: 'switch', description: 'all that this host has of the fleet' },
  { flags: '--this-host', kind: 'switch', description: 'every instance of this host' },
  { flags: '--instance <name>', kind: 'list', description: 'this instance; may be given several times' },
  {
    flags: '--plugin <name>',
    kind: 'list',
    description: "this plugin's files on every instance of this host; may be given several times",
  },
];
