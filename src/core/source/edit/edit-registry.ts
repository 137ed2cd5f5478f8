import { formatByName } from '../../formats/index.ts';
import { type ConfigValue, isConfigList } from '../../model/config-value.ts';
import type { KeyMigration } from '../../model/key-migration.ts';
import { keyId } from '../../model/key-path.ts';
import { type BlockResult, editBlock } from './edit-block.ts';
import { readRawText } from './raw-text.ts';

const HEAD = "# Where each plugin's jar comes from, and what became of its keys.\n";

/** The text of `plugins.yaml` with one more migration of a plugin; the rest of it stays as it is. */
export function addMigration(
  bytes: Uint8Array | undefined,
  plugin: string,
  migration: KeyMigration,
): BlockResult {
  const path = ['plugins', plugin, 'migrations'];
  const change = { path, value: undefined };
  const raw = bytes === undefined ? { bom: '', text: HEAD } : readRawText(bytes);
  if (raw === undefined)
    return { kind: 'refused', refusals: [{ change, message: 'the file is not UTF-8 text' }] };
  const { bom, text } = raw;
  const read = formatByName('yaml').read(text);
  const old = read.kind === 'read' ? read.document.get(keyId(path))?.value : undefined;
  const list = old !== undefined && isConfigList(old) ? old : [];
  const value: ConfigValue = [...list, writtenMigration(migration)];
  const result = editBlock('yaml', text, [{ path, value: { kind: 'value', value } }]);
  return result.kind === 'edited' ? { ...result, text: bom + result.text } : result;
}

function writtenMigration({ to, file, rename, move, split, drop }: KeyMigration): ConfigValue {
  const maps = Object.entries({ rename, move, split }).filter(([, map]) => Object.keys(map).length > 0);
  return new Map<string, ConfigValue>([
    ['to', to],
    ['file', file],
    ...maps.map(([name, map]): [string, ConfigValue] => [name, new Map(Object.entries(map))]),
    ...(drop.length === 0 ? [] : [['drop', drop] as [string, ConfigValue]]),
  ]);
}
