import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkbook, writeWorkbook } from '../../../../../src/adapters/workbook/index.ts';
import type { SourceKey } from '../../../../../src/core/model/baseline.ts';
import { canonicalText, typeOf } from '../../../../../src/core/model/config-value.ts';
import type {
  DesiredState,
  Override,
  Scope,
  VariableDefinition,
} from '../../../../../src/core/model/desired-state.ts';
import { instanceIdOf } from '../../../../../src/core/model/instance.ts';
import { keyId } from '../../../../../src/core/model/key-path.ts';
import { scopeId } from '../../../../../src/core/model/scopes-of.ts';
import type { Workbook } from '../../../../../src/core/model/workbook.ts';
import type { WorkbookDraft } from '../../../../../src/core/model/workbook-draft.ts';
import { compareValues, type Values } from '../../../../../src/core/onramp/workbook/compare-values.ts';
import { exportWorkbook } from '../../../../../src/core/onramp/workbook/export-workbook.ts';
import { exportedPart } from '../../../../../src/core/onramp/workbook/exported-sheets.ts';
import { parseWorkbook } from '../../../../../src/core/source/parse-workbook.ts';
import { configValues } from '../../formats/config-values.ts';
import { assemble } from '../../source/small-fleet.ts';

const PLACE = { file: 'desired-state/variables/fleet.yaml', line: 1, column: 1 };

const scopes = fc.constantFrom<Scope>(
  { kind: 'fleet' },
  { kind: 'host', name: 'alpha' },
  { kind: 'group', name: 'dev' },
  { kind: 'instance', name: instanceIdOf('alpha', 'DEV01') },
  { kind: 'instance', name: instanceIdOf('beta', 'ADS01') },
);
const segments = fc.oneof(
  fc.string({ minLength: 1, maxLength: 4 }),
  fc.constantFrom('a.b', '"q"', ' x', 'ä', '\t', 'inv', 'SavedInventories', '_x0041_'),
);
const sourceValues: fc.Arbitrary<SourceKey['value']> = fc.oneof(
  fc.constant({ kind: 'absent' } as const),
  configValues.map((value) => ({ kind: 'value', value }) as const),
);
const overrides: fc.Arbitrary<Override> = fc
  .record({
    scope: scopes,
    plugin: fc.constantFrom('CMI', 'server'),
    path: fc.array(segments, { minLength: 1, maxLength: 3 }),
    value: sourceValues,
    reason: fc.constantFrom(undefined, 'because', '=why'),
  })
  .map(({ scope, plugin, path, value, reason }) => ({
    scope,
    plugin,
    file: plugin === 'CMI' ? 'config.yml' : 'server.properties',
    key: { path, value, place: PLACE },
    reason,
  }));
const variables: fc.Arbitrary<VariableDefinition> = fc.record({
  name: fc.constantFrom('PORT', 'NAME_2', 'X'),
  scope: scopes,
  value: configValues,
  place: fc.constant(PLACE),
});
const idOf = ({ scope, plugin, key }: Override) => `${scopeId(scope)} ${plugin} ${keyId(key.path)}`;
const states: fc.Arbitrary<Values> = fc.record({
  overrides: fc.uniqueArray(overrides, { selector: idOf, maxLength: 12 }),
  variables: fc.uniqueArray(variables, {
    selector: ({ name, scope }) => `${name} ${scopeId(scope)}`,
    maxLength: 8,
  }),
});

const FLEET = assemble().desired as DesiredState;

function exported(values: Values, hasViews = false): WorkbookDraft {
  const input = { desired: { ...FLEET, ...values }, revision: 'x', plugins: [], hasViews };
  const made = exportWorkbook(input);
  expect(made.issues).toEqual([]);
  return made.workbook;
}

function cellsOf({ sheets }: WorkbookDraft): Workbook {
  return {
    file: 'values.xlsx',
    sheets: sheets.map(({ name, head, rows }) => ({ name, rows: [...head, ...rows] })),
  };
}

function parsed(workbook: Workbook | undefined): Values {
  if (workbook === undefined) throw new Error('there is no workbook');
  const report = (code: string, _: unknown, message: string) => {
    if (code !== 'secret-in-clear') throw new Error(`${code}: ${message}`);
  };
  return parseWorkbook(workbook, { fleet: FLEET.fleet, baselines: FLEET.baselines, report });
}

/** Everything but places, with types that comparing values would not tell apart. */
function told(values: Values): readonly string[] {
  const text = (value: SourceKey['value']) =>
    value.kind === 'absent' ? 'absent' : `${typeOf(value.value)} ${canonicalText(value.value)}`;
  return [
    ...values.variables.map(
      ({ name, scope, value }) => `${scopeId(scope)} ${name} ${text({ kind: 'value', value })}`,
    ),
    ...values.overrides.map((one) => `${idOf(one)} ${one.file} ${text(one.key.value)} ${one.reason ?? ''}`),
  ].sort();
}

describe('a workbook of a repository’s values', () => {
  it('says what the repository says, and so does what it was exported with', () => {
    fc.assert(
      fc.property(states, (values) => {
        const workbook = cellsOf(exported(values));
        expect(told(parsed(workbook))).toEqual(told(values));
        expect(told(parsed(exportedPart(workbook)))).toEqual(told(values));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same after it was a file', async () => {
    await fc.assert(
      fc.asyncProperty(states, async (values) => {
        const bytes = await writeWorkbook(exported(values, true));
        const { workbook, issues } = await readWorkbook('values.xlsx', bytes);
        expect(issues).toEqual([]);
        expect(told(parsed(workbook))).toEqual(told(values));
      }),
      { numRuns: 4 },
    );
  });

  it('asks for no change when nobody edited it, and for exactly one when one value was edited', () => {
    fc.assert(
      fc.property(states, sourceValues, fc.nat(), (values, value, index) => {
        const base = parsed(cellsOf(exported(values)));
        const compare = (workbook: Values) => compareValues({ exported: base, workbook, repository: values });
        expect(compare(base)).toEqual({ changes: [], conflicts: [], newReasons: [] });
        const edited = values.overrides[index % Math.max(1, values.overrides.length)];
        if (edited === undefined) return;
        const key = { ...edited.key, value };
        const others = values.overrides.filter((one) => one !== edited);
        const now = { ...values, overrides: [...others, { ...edited, key }] };
        const { changes, conflicts } = compare(parsed(cellsOf(exported(now))));
        const isSame = told(now).join() === told(values).join();
        expect(changes.map(({ after }) => after)).toEqual(isSame ? [] : [value]);
        expect(conflicts).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
