import type { Files } from './scenario.ts';

/** A baseline of one plugin with one file; `front` is more front matter. */
export function baseline(
  plugin: string,
  block: string,
  { front = '', info = 'yaml config.yml', platforms = '[paper]' } = {},
): Files {
  const text = `---\nplugin: ${plugin}\nplatforms: ${platforms}\n${front}---\n# ${plugin}\n\n\`\`\`${info}\n${block}\`\`\`\n`;
  return { [`desired-state/baselines/${plugin}.md`]: text };
}

/** The matrix that places every plugin on every instance. */
export function matrix(plugins: readonly string[], instances: readonly string[]): Files {
  const rows = plugins.map((plugin) => [plugin, ...instances.map(() => 'x')].join(','));
  return {
    'desired-state/deployment-matrix.csv': `${['plugin', ...instances].join(',')}\n${rows.join('\n')}\n`,
  };
}

/** A fleet of one host whose instances are all Paper servers of one stage. */
export function fleet(instances: readonly string[], more = ''): Files {
  const lines = instances.map((name) => `  ${name}: { host: alpha, platform: paper, stage: dev }\n`).join('');
  return {
    'desired-state/fleet.yaml': `hosts: { alpha: {} }\nstages: [dev]\ninstances:\n${lines}${more}`,
  };
}

/** Where the configuration of a plugin lies on an instance. */
export function configOf(instance: string, plugin: string): string {
  return `${instance}/Minecraft/plugins/${plugin}/config.yml`;
}
