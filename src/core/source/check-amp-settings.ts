import type { BaselineFile } from '../model/baseline.ts';
import { isConfigList, isConfigMap } from '../model/config-value.ts';
import { keyId } from '../model/key-path.ts';
import type { FileRule } from './parse-activation-rule.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

/** Reports keys that can't be set in AMP: not owned by the file, no single value, or two for one setting. */
export function checkAmpSettings(
  file: Pick<BaselineFile, 'path' | 'keys'>,
  rule: FileRule,
  report: ReportIssue,
): void {
  const owned = new Map(file.keys.map((key) => [keyId(key.path), key.value]));
  const keyOfNode = new Map<string, string>();
  for (const [key, node] of rule.activation.ampSettings) {
    const place = rule.ampPlaces.get(key) ?? rule.place;
    const value = owned.get(key);
    const twin = keyOfNode.get(node);
    keyOfNode.set(node, twin ?? key);
    if (value === undefined) {
      const message = `The block for ${quoteName(file.path)} does not list ${quoteName(key)}.`;
      report('bad-amp-setting', place, message, 'Add the key to the block, or remove it from `ampSettings`.');
    } else if (value.kind === 'absent' || isConfigList(value.value) || isConfigMap(value.value)) {
      const message = `${quoteName(key)} is no single value, so AMP can’t be told it.`;
      report('bad-amp-setting', place, message, 'Give the key one value, or remove it from `ampSettings`.');
    } else if (twin !== undefined) {
      const message = `${quoteName(key)} and ${quoteName(twin)} are the same setting of AMP.`;
      report('bad-amp-setting', place, message, 'Keep the one that AMP writes from this setting.');
    }
  }
}
