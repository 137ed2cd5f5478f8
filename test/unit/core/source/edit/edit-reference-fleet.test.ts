import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../../../../src/core/model/config-value.ts';
import type { DesiredState } from '../../../../../src/core/model/desired-state.ts';
import { keyId } from '../../../../../src/core/model/key-path.ts';
import { variableMark } from '../../../../../src/core/model/variable-reference.ts';
import { assembleDesiredState } from '../../../../../src/core/source/assemble-desired-state.ts';
import { editSource } from '../../../../../src/core/source/edit/edit-source.ts';
import type { KeySourceEdit, SourceEdit } from '../../../../../src/core/source/edit/source-edit.ts';

const ROOT = new URL('../../../../../', import.meta.url).pathname;

function readFolder(folder: string): readonly (readonly [string, Uint8Array])[] {
  return readdirSync(join(ROOT, folder)).flatMap((name): readonly (readonly [string, Uint8Array])[] => {
    const path = `${folder}/${name}`;
    return statSync(join(ROOT, path)).isDirectory()
      ? readFolder(path)
      : [[path, readFileSync(join(ROOT, path))]];
  });
}

/** Everything that is said, as one text a value. */
function said({ baselines, overrides, variables }: DesiredState): ReadonlyMap<string, string> {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, held) =>
      typeof held === 'bigint' ? `${held}n` : held instanceof Map ? [...held] : held,
    );
  return new Map([
    ...[...baselines.values()].flatMap(({ plugin, files }) =>
      files.flatMap(({ path, keys }) =>
        keys.map((key): [string, string] => [
          text(['baseline', plugin, path, keyId(key.path)]),
          text(key.value),
        ]),
      ),
    ),
    ...overrides.map(({ scope, plugin, file, key }): [string, string] => [
      text([scope, plugin, file, keyId(key.path)]),
      text(key.value),
    ]),
    ...variables.map(({ scope, name, value }): [string, string] => [text([scope, name]), text(value)]),
  ]);
}

describe('editing the reference fleet', () => {
  const files = new Map([...readFolder('desired-state'), ...readFolder('templates')]);
  const { desired } = assembleDesiredState({ files, workbooks: [] });
  if (desired === undefined) throw new Error('the reference fleet has mistakes');
  const before = said(desired);
  const keys = [...desired.baselines.values()].flatMap(({ plugin, files: own }) =>
    own
      .filter(({ format }) => format !== 'text')
      .flatMap((file) => file.keys.map((key) => ({ plugin, file, key }))),
  );
  const scopes: readonly KeySourceEdit['layer'][] = [
    { kind: 'baseline' },
    { kind: 'fleet' },
    ...desired.fleet.groups.map((name) => ({ kind: 'group', name }) as const),
    ...[...desired.fleet.instances.keys()].map((name) => ({ kind: 'instance', name }) as const),
  ];
  const value = fc.constantFrom<ConfigValue>(
    'x',
    'yes: no # a',
    '#fff',
    '',
    'two\nlines\n',
    variableMark('NETWORK_NAME'),
  );

  it('changes what was asked and nothing else, and keeps every other line', () => {
    const picked = fc.record({
      at: fc.nat(keys.length - 1),
      layer: fc.constantFrom(...scopes),
      change: fc.oneof(
        value.map((held) => ({ kind: 'set', value: held }) as const),
        fc.constant({ kind: 'absent' } as const),
      ),
      isNew: fc.boolean(),
    });
    fc.assert(
      fc.property(picked, ({ at, layer, change, isNew }) => {
        const { plugin, file, key } = keys[at] as (typeof keys)[number];
        const path = isNew ? [...key.path.slice(0, -1), 'a-new-one'] : key.path;
        const one: SourceEdit = {
          kind: 'key',
          layer,
          plugin,
          file: file.path,
          path,
          change,
          reason: 'it is tried',
        };
        const result = editSource(files, desired, [one]);
        // Text for a password's key is a secret in clear.
        if (result.kind === 'refused') {
          expect(result.refusals[0]?.message).toContain('in clear');
          return;
        }
        const changed = [...result.files].map(
          ([name, text]) => [name, new TextEncoder().encode(text)] as const,
        );
        const after = assembleDesiredState({ files: new Map([...files, ...changed]), workbooks: [] });
        const now = after.desired === undefined ? new Map<string, string>() : said(after.desired);
        const different = new Set(
          [...before, ...now].map(([id]) => id).filter((id) => before.get(id) !== now.get(id)),
        );
        expect(different.size).toBeLessThanOrEqual(1);
        for (const [name, text] of result.files) expectFewLines(files.get(name), text);
      }),
      { numRuns: 12 },
    );
  });
});

/** All lines but a handful must stand as they did, in their order. */
function expectFewLines(bytes: Uint8Array | undefined, text: string): void {
  const old = bytes === undefined ? [] : new TextDecoder().decode(bytes).split('\n');
  const lines = text.split('\n');
  let next = 0;
  const lost = old.filter((line) => {
    const at = lines.indexOf(line, next);
    if (at >= 0) next = at + 1;
    return at < 0;
  });
  expect(lost.length).toBeLessThanOrEqual(8);
}
