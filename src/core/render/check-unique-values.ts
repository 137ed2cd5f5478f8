import type { Issue } from '../model/issue.ts';
import type { DesiredKey, InstanceRender } from '../model/managed-file.ts';
import { isUniqueKey } from '../model/unique-key.ts';
import { renderIssue } from './issue-codes.ts';

interface SharedValue {
  readonly plugin: string;
  readonly key: DesiredKey;
  readonly instances: string[];
}

/** Values that tell servers apart, such as `server-uuid`, but are the same on several instances. */
export function checkUniqueValues(renders: readonly InstanceRender[]): readonly Issue[] {
  const shared = new Map<string, SharedValue>();
  for (const { instance, files } of renders) {
    for (const { plugin, path, keys } of files) {
      for (const key of keys) {
        const value = uniqueValue(key);
        if (value === undefined) continue;
        const id = `${path}\n${key.id}\n${value}`;
        const entry = shared.get(id) ?? { plugin, key, instances: [] };
        shared.set(id, entry);
        entry.instances.push(instance.name);
      }
    }
  }
  return [...shared.values()].flatMap(toIssue);
}

function uniqueValue({ id, value }: DesiredKey): string | undefined {
  if (!isUniqueKey(id) || value.kind !== 'value') return undefined;
  return typeof value.value === 'string' && value.value !== '' ? value.value : undefined;
}

function toIssue({ plugin, key, instances }: SharedValue): readonly Issue[] {
  if (instances.length < 2) return [];
  return [
    renderIssue('shared-unique-value', key.origin.place, {
      message: `\`${key.id}\` of ${plugin} must differ, but is the same on ${nameInstances(instances)}.`,
      help: 'Give each instance its own value, or leave the key out so that the plugin makes one.',
    }),
  ];
}

/** Up to four names, and how many more there are. */
export function nameInstances(names: readonly string[]): string {
  if (names.length <= 4) return names.join(', ');
  return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
