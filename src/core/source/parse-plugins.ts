import { isPluginName } from '../model/plugin-name.ts';
import { childrenOf, decodeNode } from './decode-node.ts';
import { readYamlSource } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { type PluginEntry, pluginEntrySchema } from './schemas.ts';

/** Reads `plugins.yaml`: where each plugin comes from and which version is pinned. */
export function parsePlugins(
  file: string,
  text: string,
  report: ReportIssue,
): ReadonlyMap<string, PluginEntry> {
  const plugins = new Map<string, PluginEntry>();
  for (const [section, node] of childrenOf(readYamlSource({ file, text }, report), report)) {
    if (section !== 'plugins') {
      report('unknown-key', node.place, `The key ${quoteName(section)} is not known here.`, 'Use `plugins`.');
      continue;
    }
    for (const [name, child] of childrenOf(node, report)) {
      const entry = decodeNode(pluginEntrySchema, child, { report, page: 'docs/repository' });
      if (!isPluginName(name)) {
        const help = 'Use the name of the plugin’s folder.';
        report('unsafe-name', child.place, `The plugin name ${quoteName(name)} can’t be used.`, help);
      } else if (entry !== undefined) plugins.set(name, entry);
    }
  }
  return plugins;
}
