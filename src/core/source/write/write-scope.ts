import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { KeyDraft, OverrideDraft, ScopeDraft } from '../../model/repository-draft.ts';
import { showReferences } from '../../model/variable-reference.ts';
import { parseVariables } from '../parse-variables.ts';
import { scopeHead } from '../scope-file.ts';
import { noteText } from './note-text.ts';
import { type FoundKey, type Language, type Wanted, writeProven } from './write-proven.ts';
import { plantKey, type YamlTree, yamlLines } from './write-yaml-tree.ts';

export interface WrittenScope {
  /** Undefined when the scope has nothing of its own. */
  readonly text: string | undefined;
  readonly unwritten: readonly UnwrittenValue[];
}

/** A key of a plugin's file, or a variable, which has neither plugin nor file. */
export interface UnwrittenValue {
  readonly plugin: string;
  readonly file: string;
  readonly key: KeyPath;
  readonly reason: string;
}

interface WantedValue extends Wanted {
  /** As in the variables file. */
  readonly draft: KeyDraft;
  readonly what: Omit<UnwrittenValue, 'reason'>;
}

/** The text of one file below `variables/`, proven by reading it as the repository's parser does. */
export function writeScope(draft: ScopeDraft): WrittenScope {
  const wanted = [...variablesOf(draft), ...draft.overrides.flatMap(overridesOf)];
  const { text, kept, dropped } = writeProven(wanted, scopeLanguage(draft));
  const unwritten = wanted.flatMap(({ id, what }) => {
    const reason = dropped.get(id);
    return reason === undefined ? [] : [{ ...what, reason }];
  });
  return { text: kept.length === 0 ? undefined : text, unwritten };
}

function variablesOf({ variables }: ScopeDraft): readonly WantedValue[] {
  return variables.map(({ name, value, note }) => ({
    id: variableId(name),
    value: { kind: 'value', value },
    draft: {
      path: ['variables', name],
      value: { kind: 'value', value },
      ...(note === undefined ? {} : { note }),
    },
    what: { plugin: '', file: '', key: [name] },
  }));
}

function overridesOf({ plugin, file, keys }: OverrideDraft): readonly WantedValue[] {
  return keys.map((key) => ({
    id: overrideId(plugin, file, key.path),
    value: key.value,
    draft: { ...key, path: ['overrides', plugin, file, ...key.path] },
    what: { plugin, file, key: key.path },
  }));
}

function variableId(name: string): string {
  return JSON.stringify([name]);
}

function overrideId(plugin: string, file: string, path: KeyPath): string {
  return JSON.stringify([plugin, file, keyId(path)]);
}

function scopeLanguage(draft: ScopeDraft): Language<WantedValue> {
  return {
    compose: (wanted) => composeScope(draft, wanted),
    read: (marked, report) => {
      // The parser marks for itself what it reads.
      const text = showReferences(marked);
      const { variables, overrides } = parseVariables({ file: '', text, scope: draft.scope }, report);
      const found: readonly FoundKey[] = [
        ...variables.map(({ name, value, place }) => ({
          id: variableId(name),
          value: { kind: 'value' as const, value },
          line: place.line,
        })),
        ...overrides.map(({ plugin, file, key }) => ({
          id: overrideId(plugin, file, key.path),
          value: key.value,
          line: key.place.line,
        })),
      ];
      return [...found].sort((a, b) => a.line - b.line);
    },
  };
}

function composeScope(
  { scope, reasons }: ScopeDraft,
  wanted: readonly WantedValue[],
): ReturnType<Language<WantedValue>['compose']> {
  const tree: YamlTree = new Map();
  const refused = new Map<string, string>();
  for (const { id, draft } of wanted) {
    if (!plantKey(tree, draft)) refused.set(id, 'a key above or below it has a value of its own');
  }
  for (const plugin of new Set(wanted.map(({ what }) => what.plugin))) {
    const reason = noteText(reasons.get(plugin));
    if (plugin !== '' && reason !== undefined)
      plantKey(tree, { path: ['reasons', plugin], value: { kind: 'value', value: reason } });
  }
  const sections = [...tree].map(([name, child]) => yamlLines(new Map([[name, child]])).join('\n'));
  return { text: `${scopeHead(scope)}${showReferences(sections.join('\n\n'))}\n`, refused };
}
