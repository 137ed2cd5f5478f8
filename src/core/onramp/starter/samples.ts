import type { Platform } from '../../model/instance.ts';

/** A small baseline to begin with. Its texts take the places of those of the starter's own, which is the first. */
export interface Sample {
  readonly plugin: string;
  readonly platforms: readonly Platform[];
  /** Where an instance has the plugin, this lies below its application's folder. */
  readonly sign: string;
  /** Below `templates/`. */
  readonly baseline: string;
  /** Lines of YAML without their indent: the fleet's variables, then what is different where changes are tried out. */
  readonly variables: readonly string[];
  readonly trial: {
    readonly variable: string;
    readonly file: string;
    readonly override: string;
    readonly reason: string;
  };
  /** Of the override. */
  readonly key: string;
}

/** The starter repository's own, whose texts the others replace. */
export const ESSENTIALS: Sample = {
  plugin: 'Essentials',
  platforms: ['paper'],
  sign: 'plugins/Essentials',
  baseline: 'repository/desired-state/baselines/Essentials.md',
  variables: ['NETWORK_NAME: My Network', 'SPAWN_MOB_LIMIT: 5'],
  trial: {
    variable: 'SPAWN_MOB_LIMIT: 50',
    file: 'config.yml',
    override: 'teleport-delay: 0',
    reason: 'whoever tests has no time to wait',
  },
  key: 'teleport-delay',
};

/** In the order in which a fleet's sample is looked for. */
export const SAMPLES: readonly Sample[] = [
  ESSENTIALS,
  {
    plugin: 'server-properties',
    platforms: ['paper', 'fabric', 'forge'],
    sign: 'server.properties',
    baseline: 'samples/server-properties.md',
    variables: ['SPAWN_PROTECTION: 16'],
    trial: {
      variable: 'SPAWN_PROTECTION: 0',
      file: 'server.properties',
      override: 'allow-flight: true',
      reason: 'whoever tests flies about',
    },
    key: 'allow-flight',
  },
  {
    plugin: 'velocity',
    platforms: ['velocity'],
    sign: 'velocity.toml',
    baseline: 'samples/velocity.md',
    variables: ['NETWORK_NAME: My Network', 'SHOWN_PLAYERS: 500'],
    trial: {
      variable: 'SHOWN_PLAYERS: 10',
      file: 'velocity.toml',
      override: 'motd: "<#09add3>Trying things out"',
      reason: 'nobody should take it for the real one',
    },
    key: 'motd',
  },
  {
    plugin: 'bungeecord',
    platforms: ['bungeecord'],
    sign: 'config.yml',
    baseline: 'samples/bungeecord.md',
    variables: ['CONNECTION_THROTTLE: 4000'],
    trial: {
      variable: 'CONNECTION_THROTTLE: 0',
      file: 'config.yml',
      override: 'log_pings: true',
      reason: 'whoever tests wants to see everything',
    },
    key: 'log_pings',
  },
  {
    plugin: 'geyser',
    platforms: ['geyser'],
    sign: 'config.yml',
    baseline: 'samples/geyser.md',
    variables: ['BEDROCK_PORT: 19132'],
    trial: {
      variable: 'BEDROCK_PORT: 19142',
      file: 'config.yml',
      override: 'debug-mode: true',
      reason: 'whoever tests wants to see everything',
    },
    key: 'debug-mode',
  },
];
