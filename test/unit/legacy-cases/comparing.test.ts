import { describe, expect, it } from 'vitest';
import { diffFile } from '../../../src/core/diff/diff-file.ts';
import { FORMAT_NAMES } from '../../../src/core/model/format-name.ts';
import { isSensitiveKey } from '../../../src/core/model/key-path.ts';
import { managedFile, plainFingerprint } from '../../support/model-samples.ts';
import { compare, differing } from './compare.ts';

describe('comparing a live file', () => {
  it('1: a live YAML root that is a list is compared, not a crash', () => {
    expect(compare('yaml', '- a\n- b\n', { 'a.b': 1n })).toMatchObject({
      kind: 'compared',
      keys: [{ verdict: 'unadopted', live: { kind: 'absent' } }],
    });
  });

  it('2: addresses and numbers with leading zeros stay text in properties', () => {
    const live = 'server-ip=0.0.0.0\nmotd-ip=203.0.113.7\nspawn-protection=-1\nseed=0123\nver=1.20\n';
    const wanted = {
      'server-ip': '0.0.0.0',
      'motd-ip': '203.0.113.7',
      'spawn-protection': '-1',
      seed: '0123',
      ver: '1.20',
    };
    expect(differing('properties', live, wanted)).toEqual([]);
    expect(differing('properties', live, { seed: '123', ver: '1.2' })).toEqual(['seed', 'ver']);
  });

  it('3: a byte order mark is no part of the first key', () => {
    for (const format of ['yaml', 'hocon', 'json'] as const) {
      const text = format === 'yaml' ? 'first: 1\n' : format === 'json' ? '{"first": 1}' : 'first = 1\n';
      expect(differing(format, new TextEncoder().encode(`\ufeff${text}`), { first: 1n }), format).toEqual([]);
    }
  });

  it('6: what can not be compared is never clean', () => {
    expect(compare('yaml', 'a: [1,\n', { a: 1n })).toMatchObject({ kind: 'unreadable', line: 2 });
  });

  it('8: missing plugin, missing file, unparseable file and missing key are four different items', () => {
    const file = managedFile([]);
    const kinds = (['plugin-missing', 'missing'] as const).map(
      (kind) => diffFile(file, { kind }, undefined, { fingerprintOf: plainFingerprint, secrets: [] }).kind,
    );
    expect([
      ...kinds,
      compare('yaml', '"', { a: 1n }).kind,
      compare('yaml', 'b: 1\n', { a: 1n }),
    ]).toMatchObject([
      'plugin-missing',
      'missing',
      'unreadable',
      { kind: 'compared', keys: [{ live: { kind: 'absent' } }] },
    ]);
  });

  it('10: 1 and 1.0 are equal numbers; true and "1" are not 1', () => {
    expect(differing('yaml', 'a: 1.0\nb: true\nc: "1"\nd: 2.5\n', { a: 1n, b: 1n, c: 1n, d: 2.5 })).toEqual([
      'b',
      'c',
    ]);
    expect(differing('yaml', 'a: 1\n', { a: 1 })).toEqual([]);
  });

  it('11: database.host compares with the nested and with the literal dotted key', () => {
    expect(differing('yaml', 'database:\n  host: here\n', { 'database.host': 'here' })).toEqual([]);
    expect(differing('yaml', 'database.host: here\n', { 'database.host': 'here' })).toEqual([]);
  });

  it('12: a value keeps what follows # inside its quotes', () => {
    expect(differing('yaml', 'a: "&7-0.#&4"\n', { a: '&7-0.#&4' })).toEqual([]);
    expect(differing('yaml', 'a: "&7-0.#&4"\n', { a: '&7-0.' })).toEqual(['a']);
  });

  it('13: a list with a comma in its text has two items', () => {
    expect(differing('yaml', "a: ['a, b', 'c']\n", { a: ['a, b', 'c'] })).toEqual([]);
    expect(differing('yaml', "a: ['a, b', 'c']\n", { a: ['a', 'b', 'c'] })).toEqual(['a']);
  });

  it('15: {{name}} in a live value is not excused', () => {
    expect(differing('yaml', 'a: "{{name}}"\n', { a: 'x' })).toEqual(['a']);
    expect(differing('yaml', 'a: x\n', { a: '{{name}}' })).toEqual(['a']);
  });

  it('19: names that only contain ip or port mean nothing: every key is compared', () => {
    const wanted = { description: 'x', teleport: 'x', 'server-port': 'x', ip: 'x' };
    const live = 'description: y\nteleport: y\nserver-port: y\nip: y\n';
    expect(differing('yaml', live, wanted)).toEqual(Object.keys(wanted));
  });

  it('21: SnakeYAML is YAML 1.1: no is false, 12:30 is 750 and 0755 is 493', () => {
    const live = "a: no\nb: 12:30\nc: 0755\nd: 'no'\n";
    expect(differing('yaml', live, { a: false, b: 750n, c: 493n, d: 'no' })).toEqual([]);
    expect(differing('yaml', live, { a: 'no', b: '12:30', c: 755n })).toEqual(['a', 'b', 'c']);
  });

  it('25: an empty file is a file without keys', () => {
    for (const format of FORMAT_NAMES) {
      if (format === 'text') continue;
      expect(compare(format, '', { a: 'x' }), format).toMatchObject({
        kind: 'compared',
        keys: [{ live: { kind: 'absent' } }],
      });
    }
  });

  it('48: comparing is case-sensitive and strict in type', () => {
    const live = 'a: Secret\nb: null\nc: true\n';
    expect(differing('yaml', live, { a: 'sEcReT', b: 'none', c: 1n })).toEqual(['a', 'b', 'c']);
    expect(differing('yaml', live, { a: 'Secret', b: null, c: true })).toEqual([]);
  });
});

describe('names of credentials', () => {
  it('16: are known whatever way they are written', () => {
    for (const id of [
      'db.password',
      'mysql.Pass',
      'discord.bot-token',
      'apiKey',
      'web.API_KEY',
      'storage.credentials.user',
      'webhookUrl',
    ]) {
      expect(isSensitiveKey(id), id).toBe(true);
    }
    for (const id of ['battle-pass.levels', 'passenger.max', 'secretary', 'tokens-per-day', 'bypass']) {
      expect(isSensitiveKey(id), id).toBe(false);
    }
  });
});
