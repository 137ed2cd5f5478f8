import type { ConfigValue } from '../../model/config-value.ts';
import type { FormatName } from '../../model/format-name.ts';
import type { InstanceId } from '../../model/instance.ts';
import type { SourcePlace } from '../../model/issue.ts';
import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { Counted } from './ledger.ts';

/** A key with its value on the way into the repository: of a baseline, or of one server. */
export interface Item {
  readonly of: Exclude<Counted, 'rows'>;
  readonly scope: 'baseline' | InstanceId;
  readonly plugin: string;
  /** Below the plugin's folder. */
  readonly file: string;
  readonly format: FormatName;
  readonly path: KeyPath;
  /** Plain until secrets are lifted out, marked from then on. */
  readonly value: ConfigValue;
  /** In the old files. */
  readonly place: SourcePlace;
}

/** One text for each key of each scope. */
export function itemId({
  scope,
  plugin,
  file,
  path,
}: Pick<Item, 'scope' | 'plugin' | 'file' | 'path'>): string {
  return JSON.stringify([scope, plugin, file, keyId(path)]);
}

/** `CMI config.yml:inv.SavedInventories`, with the server before it where it is one's own. */
export function itemName({ scope, plugin, file, path }: Item): string {
  const name = `${plugin} ${file}:${keyId(path)}`;
  return scope === 'baseline' ? name : `${scope.slice(scope.indexOf('/') + 1)} ${name}`;
}
