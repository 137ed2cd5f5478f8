import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigValue } from '../../../src/core/model/config-value.ts';
import type { DesiredState, Scope } from '../../../src/core/model/desired-state.ts';
import { type Instance, instanceIdOf } from '../../../src/core/model/instance.ts';
import type { KeyDraft, RepositoryDraft, ScopeDraft } from '../../../src/core/model/repository-draft.ts';
import { Secret } from '../../../src/core/model/secret.ts';
import { secretMark, variableMark } from '../../../src/core/model/variable-reference.ts';
import { describeFleet } from '../../../src/core/onramp/describe-fleet.ts';
import type { DescribeOptions } from '../../../src/core/onramp/description.ts';
import { checkFleet } from '../../../src/core/render/check-fleet.ts';
import { assembleDesiredState } from '../../../src/core/source/assemble-desired-state.ts';
import { writeRepository } from '../../../src/core/source/write/write-repository.ts';
import { type FindSecret, OPTIONS, seenAsDesired, valuesOf } from '../../support/seen-fleet.ts';

const EVERYTHING: DescribeOptions = { ...OPTIONS, own: ['*'] };

function assemble(files: ReadonlyMap<string, Uint8Array>): DesiredState {
  const { desired, issues } = assembleDesiredState({ files, workbooks: [] });
  if (desired === undefined) throw new Error(JSON.stringify(issues.slice(0, 5), undefined, 1));
  return desired;
}

function assembleDraft(draft: RepositoryDraft): DesiredState {
  const { files, unwritten } = writeRepository(draft);
  expect(unwritten).toEqual([]);
  return assemble(new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
}

/** Describes what the servers of a repository have, and gives what the description says that they have. */
function describeAgain(desired: DesiredState, options: DescribeOptions, findSecret: FindSecret) {
  const seen = seenAsDesired(desired, findSecret);
  const description = describeFleet(seen, options);
  const again = assembleDraft(description.draft);
  const errors = checkFleet(again).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const after = seenAsDesired(again, (name) => description.secrets.get(name));
  return { before: valuesOf(seen), after: valuesOf(after), description, again };
}

const KEYS: Readonly<Record<string, readonly ConfigValue[]>> = {
  flag: [true, false],
  'limits.size': [1n, 20n, 1000n],
  'limits.factor': [0.5, 2, 1e9],
  'db.host': ['127.0.0.1', '192.0.2.10', variableMark('DB_HOST')],
  'db.url': [`jdbc:mysql://${variableMark('DB_HOST')}:3306/fleet`, 'none'],
  'db.prefix': [`x_${variableMark('INSTANCE_NAME')}_`, 'old_', variableMark('PREFIX')],
  'web.address': [`0.0.0.0:${variableMark('BASE', 6000n)}`, 'off'],
  'web.base': [variableMark('BASE'), variableMark('BASE', 40n)],
  'auth.password': ['', secretMark('ONE'), secretMark('TWO')],
  text: ['&cRed {player}', 'yes', '', ' blank ', 'it\'s "quoted"', 'a\nb', '{{lower}}'],
  list: [[], ['a', variableMark('INSTANCE_NAME')], [1n, true, null]],
  nothing: [null],
};
const SECRETS: Readonly<Record<string, string>> = { ONE: 'hunter2', TWO: 'pa55word-of-two' };
const VARIABLES: Readonly<Record<string, readonly ConfigValue[]>> = {
  DB_HOST: ['127.0.0.1', '192.0.2.10'],
  PREFIX: [variableMark('INSTANCE_NAME'), 'tower', 'castle'],
  BASE: [2171n, 2172n, 2173n, 2174n],
};
const NAMES = ['TOW01', 'SMP01', 'SMP02', 'HUB', 'lobby-1', 'DEV01'];

const keyDrafts = (names: readonly string[], mayBeAbsent: boolean): fc.Arbitrary<readonly KeyDraft[]> =>
  fc.tuple(
    ...names.map((name) => {
      const value = fc
        .constantFrom(...(KEYS[name] ?? []))
        .map((one) => ({ kind: 'value', value: one }) as const);
      const said = mayBeAbsent ? fc.oneof(value, fc.constant({ kind: 'absent' } as const)) : value;
      return said.map((one): KeyDraft => ({ path: name.split('.'), value: one }));
    }),
  );

interface PluginPlan {
  readonly plugin: string;
  readonly keys: readonly string[];
  readonly on: readonly number[];
}

const pluginPlan = (plugin: string, size: number): fc.Arbitrary<PluginPlan> =>
  fc.record({
    plugin: fc.constant(plugin),
    keys: fc.subarray(Object.keys(KEYS), { minLength: 1, maxLength: 6 }),
    on: fc.subarray([...Array(size).keys()], { minLength: 1 }),
  });

const scopeDraft = (scope: Scope, plugins: readonly PluginPlan[]): fc.Arbitrary<ScopeDraft> => {
  const keys = fc.tuple(
    ...plugins.map((plan) => fc.subarray([...plan.keys]).chain((names) => keyDrafts(names, true))),
  );
  const variables = fc
    .subarray(Object.keys(VARIABLES))
    .chain((names) =>
      fc.tuple(
        ...names.map((name) => fc.constantFrom(...(VARIABLES[name] ?? [])).map((value) => ({ name, value }))),
      ),
    );
  return fc.tuple(keys, variables).map(([byPlugin, own]) => {
    const overrides = plugins.flatMap(({ plugin }, index) => {
      const drafts = byPlugin[index] ?? [];
      return drafts.length === 0 ? [] : [{ plugin, file: 'config.yml', keys: drafts }];
    });
    return {
      scope,
      variables: own,
      overrides,
      reasons: new Map(overrides.map(({ plugin }) => [plugin, 'why'])),
    };
  });
};

const repository: fc.Arbitrary<RepositoryDraft> = fc
  .record({ size: fc.integer({ min: 2, max: 6 }), plugins: fc.integer({ min: 1, max: 3 }) })
  .chain(({ size, plugins }) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: plugins }, (_, index) => pluginPlan(`Plugin${index}`, size))),
      fc.array(fc.record({ host: fc.constantFrom('alpha', 'beta'), one: fc.boolean(), two: fc.boolean() }), {
        minLength: size,
        maxLength: size,
      }),
    ),
  )
  .chain(([plans, places]) => {
    const instances = places.map(({ host, one, two }, index): Instance => {
      const name = NAMES[index] as string;
      const groups = [...(one ? ['one'] : []), ...(two ? ['two'] : [])];
      const common = { platform: 'paper', managed: true, stage: undefined, groups, aliases: [] } as const;
      return { id: instanceIdOf(host, name), host, name, ...common };
    });
    const scopes: Scope[] = [
      { kind: 'host', name: 'alpha' },
      { kind: 'group', name: 'one' },
      { kind: 'group', name: 'two' },
      ...instances.map(({ id }): Scope => ({ kind: 'instance', name: id })),
    ];
    return fc
      .tuple(
        fc.tuple(...plans.map(({ keys }) => keyDrafts(keys, false))),
        fc.tuple(...scopes.map((scope) => scopeDraft(scope, plans))),
      )
      .map(
        ([keys, drafts]): RepositoryDraft => ({
          hosts: ['alpha', 'beta'].map((name) => ({ name, address: undefined })),
          groups: ['one', 'two'],
          stages: [],
          instances,
          placements: new Map(
            plans.map(({ plugin, on }) => [plugin, on.map((at) => (instances[at] as Instance).id)]),
          ),
          baselines: plans.map(({ plugin }, index) => ({
            plugin,
            platforms: ['paper'],
            folder: undefined,
            prose: '',
            files: [{ path: 'config.yml', format: 'yaml', keys: keys[index] ?? [] }],
          })),
          scopes: [
            {
              scope: { kind: 'fleet' },
              variables: Object.entries(VARIABLES).map(([name, [value]]) => ({
                name,
                value: value as ConfigValue,
              })),
              overrides: [],
              reasons: new Map(),
            },
            ...drafts,
          ],
          registry: [],
        }),
      );
  });

describe('describing a fleet again', () => {
  it('says what the repository said, whatever the repository is', () => {
    const options = fc.record({
      threshold: fc.constantFrom(0.3, 0.6, 1),
      given: fc.boolean(),
      proposeGroups: fc.boolean(),
    });
    fc.assert(
      fc.property(repository, options, (draft, { threshold, given, proposeGroups }) => {
        const members = (group: string) =>
          draft.instances.filter(({ groups }) => groups.includes(group)).map(({ id }) => id);
        const groups = given ? new Map(draft.groups.map((group) => [group, members(group)])) : new Map();
        const { before, after, description } = describeAgain(
          assembleDraft(draft),
          { ...EVERYTHING, threshold, groups, proposeGroups },
          (name) => new Secret(SECRETS[name] ?? ''),
        );
        expect(after).toEqual(before);
        expect(description.sizes.written).toBeLessThanOrEqual(description.sizes.naive);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 25) },
    );
  });

  it('says what the reference fleet says, in hardly more lines than people needed', () => {
    const desired = assemble(readRepository());
    const { before, after, description, again } = describeAgain(
      desired,
      { ...EVERYTHING, proposeGroups: true },
      (name) => new Secret(`drawn-${name}-8Xk2`),
    );
    expect(after).toEqual(before);
    const { naive, written } = description.sizes;
    console.log(`reference fleet: ${naive} values, by hand ${linesOf(desired)} lines, described ${written}`);
    expect(linesOf(again)).toBe(written);
    expect(written).toBeLessThan(linesOf(desired) * 1.05);
  });
});

function linesOf({ baselines, overrides, variables }: DesiredState): number {
  const files = [...baselines.values()].flatMap((baseline) => baseline.files);
  return files.flatMap(({ keys }) => keys).length + overrides.length + variables.length;
}

function readRepository(): ReadonlyMap<string, Uint8Array> {
  const root = join(import.meta.dirname, '../../..');
  const files = ['desired-state', 'templates'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }),
  );
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(root, path), readFileSync(path)]),
  );
}
