import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCall } from '../../../src/stand-ins/amp/description/check-call.ts';
import { createCheckValue } from '../../../src/stand-ins/amp/description/check-value.ts';
import { ENUMS } from '../../../src/stand-ins/amp/description/enum-table.ts';
import { methodTable, parameterType } from '../../../src/stand-ins/amp/description/method-table.ts';
import { typeTable } from '../../../src/stand-ins/amp/description/type-table.ts';

const check = createCheckValue(typeTable('2.6'));

import { ampRig } from './amp-rig.ts';

describe('values of answers', () => {
  it('fit when every field is there and right', () => {
    expect(
      check('InstanceStatus', { InstanceID: '0a1b2c3d-0000-4000-8000-000000000000', Running: true }),
    ).toBeUndefined();
    expect(check('List<InstanceStatus>', [])).toBeUndefined();
    expect(check('Dictionary<String, String>', { a: 'b' })).toBeUndefined();
    expect(check('Void', undefined)).toBeUndefined();
    expect(check('List<String>', null)).toBeUndefined();
    expect(check('IPlatformInfo', null)).toBeUndefined();
  });

  it('are told with their place when they do not fit', () => {
    const id = '0a1b2c3d-0000-4000-8000-000000000000';
    const flaw = (value: unknown) => check('List<InstanceStatus>', [value]);
    expect(flaw({ InstanceID: id })).toBe('[0].Running should be Boolean, not nothing');
    expect(flaw({ InstanceID: id, Running: 'yes' })).toBe('[0].Running should be Boolean, not "yes"');
    expect(flaw({ InstanceID: 'x', Running: true })).toBe('[0].InstanceID should be Guid, not "x"');
    expect(flaw({ InstanceID: id, Running: true, More: 1 })).toBe('[0].More is not described');
    expect(check('Dictionary<String, List<String>>', { a: [1] })).toBe('.a[0] should be String, not 1');
  });

  it('are strict about numbers, dates, enumerations and what is not described', () => {
    for (const [type, value] of [
      ['Int32', 1.5],
      ['Int32', 2 ** 31],
      ['Int32', null],
      ['Float', '1'],
      ['DateTime', 'soon'],
      ['ApplicationState', 21],
      ['Void', null],
      ['List<String>', {}],
      ['Nothing', {}],
    ] as const) {
      expect([type, check(type, value)]).toEqual([type, expect.stringContaining(`should be ${type}`)]);
    }
  });
});

describe('requests', () => {
  it('are told missing, unknown and wrong parameters', () => {
    const row = { parameters: { a: 'String', b: 'Boolean?' }, returns: 'Void', on: 'both' } as const;
    const flaws = (parameters: Readonly<Record<string, unknown>>) =>
      checkCall(row, new Map(Object.entries(parameters)), check);
    expect(flaws({ a: 'x' })).toEqual([]);
    expect(flaws({ a: '', b: false })).toEqual([]);
    expect(flaws({ b: 'true', c: 1 })).toEqual([
      { kind: 'unknown', parameter: 'c' },
      { kind: 'missing', parameter: 'a' },
      { kind: 'type', parameter: 'b', wanted: 'Boolean' },
    ]);
    expect(flaws({ a: null })).toEqual([{ kind: 'type', parameter: 'a', wanted: 'String' }]);
  });
});

interface Parameter {
  readonly Name: string;
  readonly TypeName: string;
  readonly Optional?: boolean;
  readonly Value?: number;
}
interface Method {
  readonly Parameters: readonly Parameter[];
  readonly ReturnTypeName: string;
}
interface AmpType {
  readonly Fields?: readonly Parameter[];
}

const given = process.env['HOMEAMP_AMP_API'];

function published<Content>(file: string): ReadonlyMap<string, Content> {
  const content: Readonly<Record<string, Content>> = JSON.parse(
    readFileSync(join(given ?? '', file), 'utf8'),
  );
  return new Map(Object.entries(content));
}

const described = ({ Name, TypeName, Optional }: Parameter) =>
  `${Name}: ${TypeName}${Optional === true ? '?' : ''}`;
const ours = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, type]) => `${name}: ${type}`);

if (given === undefined) {
  console.warn(
    "NOT CHECKED: the AMP stand-in against AMP's public description. Set HOMEAMP_AMP_API to check it.",
  );
  it.skip("the AMP stand-in agrees with AMP's public description");
} else {
  describe("AMP's public description", () => {
    it('has every method of the table, with the same parameters and return type', () => {
      const modules = published<Readonly<Record<string, Method>>>('TypedAPISpec.json');
      const rows = [...methodTable('2.6')];
      const theirs = rows.map(([name]) => {
        const [module = '', method = ''] = name.split('/');
        const found = modules.get(module)?.[method];
        return [name, found?.ReturnTypeName, found?.Parameters.map(described)];
      });
      expect(rows.map(([name, { parameters, returns }]) => [name, returns, ours(parameters)])).toEqual(
        theirs,
      );
    });

    it('has every type of the table, with the same fields', () => {
      const types = published<AmpType>('TypeSpec.json');
      const table = [...typeTable('2.6')];
      const theirs = table.map(([name]) => [name, types.get(name)?.Fields?.map(described).sort()]);
      expect(table.map(([name, fields]) => [name, ours(fields).sort()])).toEqual(theirs);
    });

    it('has every enumeration of the table, with the same numbers', () => {
      const types = published<AmpType>('TypeSpec.json');
      const theirs = [...ENUMS].map(([name]) => [
        name,
        types
          .get(name)
          ?.Fields?.map(({ Value }) => Value ?? Number.NaN)
          .sort((a, b) => a - b),
      ]);
      expect([...ENUMS].map(([name, numbers]) => [name, [...numbers].sort((a, b) => a - b)])).toEqual(theirs);
    });

    it('has every field of the list of instances on disk', async () => {
      const { instances } = await ampRig();
      const [entry]: readonly object[] = JSON.parse(
        readFileSync(join(dirname(instances), 'instances.json'), 'utf8'),
      );
      const fields = published<AmpType>('TypeSpec.json').get('LocalAMPInstance')?.Fields ?? [];
      expect(fields.map(({ Name }) => Name)).toEqual(expect.arrayContaining(Object.keys(entry ?? {})));
      expect(entry).toHaveProperty('InstanceID');
    });

    it('names every type that a field of the table has', () => {
      const types = published<AmpType>('TypeSpec.json');
      const plain = /^(?:Boolean|String|Int32|Int64|Float|Guid|DateTime|Object|Generic)$/;
      const used = [...typeTable('2.6').values()]
        .flatMap((fields) => Object.values(fields))
        .map((type) => parameterType(type).typeName.replace(/^.*<(?:String, )?(.*?)>+$/, '$1'));
      expect(used.filter((type) => !plain.test(type) && !types.has(type))).toEqual([]);
    });
  });
}

describe('the newer version', () => {
  it('differs in backups and the status alone', () => {
    const [old, recent] = [methodTable('2.6'), methodTable('2.8')];
    const changed = [...recent].filter(([name, row]) => old.get(name) !== row).map(([name]) => name);
    expect(changed).toEqual([
      'LocalFileBackupPlugin/TakeBackup',
      'LocalFileBackupPlugin/BackupWillStopServer',
    ]);
    const [oldTypes, recentTypes] = [typeTable('2.6'), typeTable('2.8')];
    const changedTypes = [...recentTypes].filter(([name, fields]) => oldTypes.get(name) !== fields);
    expect(changedTypes.map(([name]) => name)).toEqual(['StatusResponse']);
  });
});
