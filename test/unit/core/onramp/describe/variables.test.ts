import { describe, expect, it } from 'vitest';
import { describeFleet } from '../../../../../src/core/onramp/describe-fleet.ts';
import { linesOf, OPTIONS, type SeenValues, seenFleet } from '../../../../support/seen-fleet.ts';

type Files = Readonly<Record<string, SeenValues>>;

const linesFor = (servers: Readonly<Record<string, Files>>, hosts: Readonly<Record<string, string>> = {}) =>
  linesOf(
    describeFleet(
      seenFleet(
        Object.fromEntries(
          Object.entries(servers).map(([name, files]) => [name, { host: hosts[name] ?? 'alpha', files }]),
        ),
      ),
      OPTIONS,
    ).draft,
  );

describe('recognising variables', () => {
  it('writes the names of instances and hosts as the built-in variables', () => {
    const files = (name: string, host: string): Files => ({
      'CMI/config.yml': {
        server: name,
        prefix: `CMI_${name}_`,
        note: `${name} on ${host}`,
        list: ['x', name],
      },
    });
    const servers = {
      TOW01: files('TOW01', 'frost'),
      SMP01: files('SMP01', 'frost'),
      HUB: files('HUB', 'ember'),
    };
    expect(linesFor(servers, { TOW01: 'frost', SMP01: 'frost', HUB: 'ember' })).toEqual([
      'CMI config.yml: server = {{INSTANCE_NAME}}',
      'CMI config.yml: prefix = CMI_{{INSTANCE_NAME}}_',
      'CMI config.yml: note = {{INSTANCE_NAME}} on {{HOST_NAME}}',
      'CMI config.yml: list = ["x","\u{10FFF0}INSTANCE_NAME\u{10FFF1}"]',
    ]);
  });

  it('takes no part of another word, nothing on one server alone, and nothing that a backslash would hide', () => {
    const lines = linesFor({
      SMP: { 'CMI/config.yml': { a: 'SMP2', b: 'SMP', c: '\\SMP' } },
      HUB: { 'CMI/config.yml': { a: 'HUB2', b: 'other', c: '\\HUB' } },
    });
    expect(lines.join('\n')).not.toContain('{{');
  });

  it('writes ports as sums with the server’s own, where the distance is the same', () => {
    const files = (port: number, web: number): Files => ({
      './server.properties': { 'server-port': `${port}`, 'query.port': `${port}`, 'max-players': '20' },
      'Plan/config.yml': {
        'Webserver.Port': BigInt(web),
        url: `http://192.0.2.10:${web}/`,
        size: BigInt(port),
      },
    });
    const hosts = { TOW: 'frost', SMP: 'frost', HUB: 'ember', DEV: 'ember' };
    const lines = linesFor(
      { TOW: files(2171, 8171), SMP: files(2172, 8172), HUB: files(1185, 8185), DEV: files(1186, 8186) },
      hosts,
    );
    expect(lines).toEqual([
      'server-properties server.properties: server-port = {{SERVER_PORT}}',
      'server-properties server.properties: query.port = {{SERVER_PORT}}',
      'server-properties server.properties: max-players = 20',
      'Plan config.yml: Webserver.Port = {{SERVER_PORT+6000}}',
      'Plan config.yml: url = http://192.0.2.10:{{SERVER_PORT+6000}}/',
      'Plan config.yml: size = {{SERVER_PORT}}',
      'host ember: Plan config.yml: Webserver.Port = {{SERVER_PORT+7000}}',
      'host ember: Plan config.yml: url = http://192.0.2.10:{{SERVER_PORT+7000}}/',
      'instance frost/TOW: SERVER_PORT = 2171',
      'instance frost/SMP: SERVER_PORT = 2172',
      'instance ember/HUB: SERVER_PORT = 1185',
      'instance ember/DEV: SERVER_PORT = 1186',
    ]);
  });

  it('takes no small number for a port, and no number of two servers that is not called one', () => {
    const files = (port: number, size: bigint, count: bigint): Files => ({
      './server.properties': { 'server-port': `${port}`, a: 'x', b: 'x', c: 'x' },
      'Plan/config.yml': { size, count },
    });
    const lines = linesFor({ TOW: files(2171, 8n, 3171n), SMP: files(2172, 9n, 3172n) });
    expect(lines.filter((line) => line.includes('{{'))).toEqual([
      'server-properties server.properties: server-port = {{SERVER_PORT}}',
    ]);
  });

  it('makes one variable of what several keys share on each server', () => {
    const files = (prefix: string): Files => ({
      'CMI/config.yml': { 'mysql.tablePrefix': `CMI_${prefix}_`, debug: false },
      'Jobs/config.yml': { 'mysql.table-prefix': `${prefix}_`, debug: false },
      'mcMMO/config.yml': { 'MySQL.Prefix': `${prefix}_mcmmo_`, debug: false },
    });
    expect(linesFor({ A1: files('tower'), B1: files('castle'), C1: files('island') })).toEqual([
      'CMI config.yml: mysql.tablePrefix = CMI_{{TABLE_PREFIX}}_',
      'CMI config.yml: debug = false',
      'Jobs config.yml: mysql.table-prefix = {{TABLE_PREFIX}}_',
      'Jobs config.yml: debug = false',
      'mcMMO config.yml: MySQL.Prefix = {{TABLE_PREFIX}}_mcmmo_',
      'mcMMO config.yml: debug = false',
      'instance alpha/A1: TABLE_PREFIX = tower',
      'instance alpha/B1: TABLE_PREFIX = castle',
      'instance alpha/C1: TABLE_PREFIX = island',
    ]);
  });

  it('makes one variable of numbers, too, where many servers differ and the keys agree all the same', () => {
    const servers = [20n, 30n, 40n, 50n].map((slots, index): readonly [string, Files] => [
      `S${index}`,
      { 'CMI/config.yml': { slots, 'bar.slots': slots }, 'TAB/config.yml': { 'max-slots': slots } },
    ]);
    expect(linesFor(Object.fromEntries(servers))).toEqual([
      'CMI config.yml: slots = {{SLOTS}}',
      'CMI config.yml: bar.slots = {{SLOTS}}',
      'TAB config.yml: max-slots = {{SLOTS}}',
      'instance alpha/S0: SLOTS = 20',
      'instance alpha/S1: SLOTS = 30',
      'instance alpha/S2: SLOTS = 40',
      'instance alpha/S3: SLOTS = 50',
    ]);
  });

  it('gives a variable the server’s name where most keep to it', () => {
    const files = (name: string): Files => ({
      'CMI/config.yml': { prefix: `CMI_${name}_` },
      'Jobs/config.yml': { prefix: `${name}_` },
      'Quests/config.yml': { prefix: `${name}_` },
    });
    const lines = linesFor({ TOW01: files('TOWER01'), SMP01: files('SMP01'), HUB01: files('HUB01') });
    expect(lines.slice(-2)).toEqual([
      'fleet: PREFIX = {{INSTANCE_NAME}}',
      'instance alpha/TOW01: PREFIX = TOWER01',
    ]);
  });

  it('makes no variable of switches and small numbers that agree by chance', () => {
    const files = (flag: boolean, size: bigint, mode: string): Files => ({
      'CMI/config.yml': { flag, size, mode, other: !flag, view: size, way: mode },
    });
    const lines = linesFor({ A: files(true, 10n, 'no'), B: files(false, 8n, 'on') });
    expect(lines.filter((line) => line.includes('{{'))).toEqual([]);
  });

  it('writes an address that several plugins have for one service as a variable of the fleet', () => {
    const files: Files = {
      'CMI/config.yml': { 'mysql.hostname': '192.0.2.20:3306' },
      'Plan/config.yml': { 'Database.MySQL.Host': '192.0.2.20' },
      'Jobs/config.yml': { 'mysql.host': '192.0.2.20', 'mysql.backup': '127.0.0.1' },
    };
    expect(linesFor({ A: files, B: files, C: files })).toEqual([
      'CMI config.yml: mysql.hostname = {{DATABASE_HOST}}:3306',
      'Plan config.yml: Database.MySQL.Host = {{DATABASE_HOST}}',
      'Jobs config.yml: mysql.host = {{DATABASE_HOST}}',
      'Jobs config.yml: mysql.backup = 127.0.0.1',
      'fleet: DATABASE_HOST = 192.0.2.20',
    ]);
  });

  it('spends no line on a variable that a very small fleet does not save elsewhere', () => {
    const port = (number: number): Files => ({ './server.properties': { 'server-port': `${number}` } });
    expect(linesFor({ A: port(2171), B: port(2172) })).toEqual([
      'server-properties server.properties: server-port = 2171',
      'instance alpha/B: server-properties server.properties: server-port = 2172',
    ]);
  });

  it('keeps text that looks like a variable', () => {
    const files: Files = { 'CMI/config.yml': { text: 'Welcome {{PLAYER}} {{player}}' } };
    expect(linesFor({ A: files, B: files })).toEqual([
      'CMI config.yml: text = Welcome \\{{PLAYER}} {{player}}',
    ]);
  });
});
