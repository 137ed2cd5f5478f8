import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type SimulatedPlugin, STATE } from '../../../src/stand-ins/amp/index.ts';
import { ampRig, NAME } from './amp-rig.ts';

const CMI_FILE = 'plugins/CMI/config.yml';
const CMI: SimulatedPlugin = {
  name: 'CMI',
  version: '9',
  files: [CMI_FILE],
  reload: { command: 'cmi reload', answer: '[CMI] Reloaded' },
  failsOn: (_file, text) =>
    text.includes('\t') ? ['org.yaml.snakeyaml.scanner.ScannerException: found a tab'] : undefined,
};
const files = { [CMI_FILE]: 'a: 1\n' };
const ready = { state: 'ready', plugins: [CMI] } as const;

describe('the files of plugins', () => {
  it('are in memory while the server is up', async () => {
    const { server, pass, write } = await ampRig({ server: { plugins: [CMI] }, files });
    expect(server.memoryOf(CMI_FILE)).toBeUndefined();
    server.start();
    pass(500);
    write(CMI_FILE, 'a: 2\n');
    expect(server.memoryOf(CMI_FILE)).toBe('a: 1\n');
    server.stop();
    pass(300);
    expect(server.memoryOf(CMI_FILE)).toBeUndefined();
    server.start();
    pass(500);
    expect(server.memoryOf(CMI_FILE)).toBe('a: 2\n');
  });

  it('are written back at a stop by those that do so, over what was written meanwhile', async () => {
    const plugins = [{ ...CMI, savesOnStop: true }];
    const { server, pass, write, read, events } = await ampRig({ server: { ...ready, plugins }, files });
    server.stop();
    write(CMI_FILE, 'a: 2\n');
    pass(300);
    expect(read(CMI_FILE)).toBe('a: 1\n');
    expect(
      events().filter(({ kind }) => kind === 'file-saved' || kind === 'changed-while-running'),
    ).toMatchObject([
      { kind: 'file-saved', file: 'server.properties', cause: 'start' },
      { kind: 'changed-while-running', file: CMI_FILE },
      { kind: 'file-saved', file: CMI_FILE, cause: 'stop', undid: true },
    ]);
    write(CMI_FILE, 'a: 3\n');
    server.start();
    pass(500);
    expect(server.memoryOf(CMI_FILE)).toBe('a: 3\n');
  });

  it('are not written back when the server dies', async () => {
    const plugins = [{ ...CMI, savesOnStop: true }];
    const { server, tell, write, read } = await ampRig({ server: { ...ready, plugins }, files });
    write(CMI_FILE, 'a: 2\n');
    await tell('Core/Kill');
    expect([server.state, read(CMI_FILE)]).toEqual([STATE.stopped, 'a: 2\n']);
  });

  it('are told changed when they were taken away', async () => {
    const { server, pass, events } = await ampRig({ server: ready, files });
    rmSync(join(server.root, CMI_FILE));
    server.stop();
    pass(300);
    expect(events('changed-while-running')).toMatchObject([{ file: CMI_FILE }]);
  });

  it('that were loaded anew are not told changed', async () => {
    const { server, pass, write, events } = await ampRig({ server: ready, files });
    write(CMI_FILE, 'a: 2\n');
    server.type('cmi reload');
    server.stop();
    pass(300);
    expect(events('changed-while-running')).toEqual([]);
  });
});

describe('plugins that rewrite their files', () => {
  const rewritten = async (file: string, text: string) => {
    const plugins = [{ name: 'P', files: [file], rewritesOnStart: true }];
    const { server, pass, read, events } = await ampRig({ server: { plugins }, files: { [file]: text } });
    server.start();
    pass(500);
    expect(server.memoryOf(file)).toBe(read(file));
    expect(events('file-saved').at(-1)).toMatchObject({ file, cause: 'start', undid: false });
    const once = read(file);
    server.stop();
    pass(300);
    server.start();
    pass(500);
    return { once, twice: read(file) };
  };

  it('drop comments, say when, and add a key of their own', async () => {
    const { once, twice } = await rewritten(
      'plugins/P/config.yml',
      '# mine\na: 1 # one\nb:\n  # two\n  c: x\n',
    );
    expect(once).toBe('# saved 2030-01-01T12:00:00.250Z\nfile-version: 1\na: 1 # one\nb:\n  c: x\n');
    expect(twice).toBe('# saved 2030-01-01T12:00:01.050Z\nfile-version: 1\na: 1 # one\nb:\n  c: x\n');
  });

  it('change no value', async () => {
    for (const text of [
      'text: |\n  # no comment\n  end\nb: 2\n',
      'text: "one\n  # two"\n',
      "text: 'one\n  # two'\n",
      'a: 1\r\n# x\r\nb: 2\r\n',
      '- 1\n# x\n- 2\n',
      '{a: 1}\n',
      '---\na: 1\n',
      '',
    ]) {
      const { twice } = await rewritten('plugins/P/config.yml', text);
      const [before, after] = [parse(text) as unknown, parse(twice) as unknown];
      const withKey = typeof before === 'object' && before !== null && !Array.isArray(before);
      if (withKey) expect(after).toMatchObject(before);
      else expect(after).toEqual(before);
    }
  });

  it('do so in other languages as well', async () => {
    const saved = '# saved 2030-01-01T12:00:00.250Z\n';
    expect((await rewritten('p.properties', '# x\na=1\n')).once).toBe(`${saved}file-version = 1\na=1\n`);
    expect((await rewritten('p.toml', 'a = 1\n[b]\nc = 2\n')).once).toBe(
      `${saved}file-version = 1\na = 1\n[b]\nc = 2\n`,
    );
    expect((await rewritten('p.json', '{"a":1}')).once).toBe('{\n    "file-version": 1,\n    "a": 1\n}\n');
    expect((await rewritten('p.json', '{"a":')).once).toBe('{"a":');
    expect((await rewritten('p.txt', '# x\n')).once).toBe('# x\n');
  });
});

describe('plugins that fail', () => {
  it('say so on the console and are not in the list', async () => {
    const bad = { [CMI_FILE]: 'a:\t1\n' };
    const plugins = [CMI, { name: 'TAB', version: '5', files: [] }];
    const { server, events } = await ampRig({ server: { state: 'ready', plugins }, files: bad });
    expect(server.console).toContain('[12:00:00 INFO]: [CMI] Enabling CMI v9');
    const at = server.console.indexOf(
      '[12:00:00 ERROR]: Error occurred while enabling CMI v9 (Is it up to date?)',
    );
    expect(server.console[at + 1]).toBe('org.yaml.snakeyaml.scanner.ScannerException: found a tab');
    expect(events('plugin-failed')).toMatchObject([{ plugin: 'CMI' }]);
    server.type('plugins');
    expect(server.console.slice(-3)).toEqual([
      '[12:00:00 INFO]: Server Plugins (1):',
      '[12:00:00 INFO]: Bukkit Plugins:',
      '[12:00:00 INFO]:  - TAB',
    ]);
    server.type('cmi reload');
    expect(server.console.at(-1)).toBe('[12:00:00 INFO]: Unknown command. Type "/help" for help.');
  });

  it('at a reload keep what they knew', async () => {
    const { server, write } = await ampRig({ server: ready, files });
    write(CMI_FILE, 'a:\t1\n');
    server.type('cmi reload');
    expect(server.console.at(-1)).toBe('org.yaml.snakeyaml.scanner.ScannerException: found a tab');
    expect(server.memoryOf(CMI_FILE)).toBe('a: 1\n');
  });

  it('may bring the server down until the file is put right', async () => {
    const plugins = [{ ...CMI, crashesOn: (_file: string, text: string) => text.includes('boom') }];
    const { server, pass, write, events } = await ampRig({
      server: { plugins },
      files: { [CMI_FILE]: 'boom' },
    });
    server.start();
    pass(60_000);
    expect([server.state, events('crash').length]).toEqual([STATE.failed, 4]);
    write(CMI_FILE, 'a: 1\n');
    server.start();
    pass(60_000);
    expect(server.state).toBe(STATE.ready);
  });
});

describe('server.properties', () => {
  it('is written anew at each start, sorted, with the date and every value', async () => {
    const text = '! note\nmotd=a\\:b \\u00e9 \\\n  c\nlevel-name = world\nempty=\nserver-port:2171\n';
    const { server, pass, read } = await ampRig({ files: { 'server.properties': text } });
    server.start();
    pass(500);
    expect(read('server.properties')).toBe(
      [
        '#Minecraft server properties',
        '#Tue Jan 01 12:00:00 UTC 2030',
        'empty=',
        'level-name=world',
        'motd=a\\:b é c',
        'server-port=2171',
        '',
      ].join('\n'),
    );
  });

  it('gets the values that AMP owns, whatever somebody wrote there', async () => {
    const node = 'MinecraftModule.Limits.MaxPlayers';
    const { server, tell, pass, write, read } = await ampRig({
      server: { ampOwned: { 'max-players': node, 'white-list': 'MinecraftModule.Limits.Whitelist' } },
      files: { 'server.properties': 'max-players=20\npvp=true\n' },
      ampFiles: { [`instances/${NAME}/MinecraftModule.kvp`]: 'Limits.Whitelist=True\n' },
    });
    expect((await tell('Core/GetConfig', { node })).CurrentValue).toBe(20);
    write('server.properties', 'max-players=30\npvp=false\n');
    server.start();
    pass(500);
    const lines = () => read('server.properties').split('\n').slice(2);
    expect(lines()).toEqual(['max-players=20', 'pvp=false', 'white-list=true', '']);
    await tell('Core/SetConfig', { node, value: '40' });
    expect(lines()[0]).toBe('max-players=20');
    await tell('Core/Restart');
    pass(1000);
    expect(lines()[0]).toBe('max-players=40');
  });

  it('follows AMP, not a hand on the settings file, until the daemon starts anew', async () => {
    const node = 'MinecraftModule.Limits.MaxPlayers';
    const { server, tell, ask, login, pass, instances } = await ampRig({
      server: { ampOwned: { 'max-players': node } },
      files: { 'server.properties': 'max-players=20\n' },
    });
    writeFileSync(join(instances, NAME, 'MinecraftModule.kvp'), 'Limits.MaxPlayers=99\n');
    expect((await tell('Core/GetConfig', { node })).CurrentValue).toBe(20);
    server.stopDaemon();
    await ask('ADSModule/StartInstance', { session: await login(), parameters: { InstanceName: NAME } });
    pass(300);
    const session = await login(NAME);
    expect((await ask('Core/GetConfig', { session, through: NAME, parameters: { node } })).CurrentValue).toBe(
      99,
    );
  });

  it('is made when there is none', async () => {
    const { server, pass, read } = await ampRig();
    server.start();
    pass(500);
    expect(read('server.properties')).toContain('\nserver-port=25565\n');
  });
});

describe('the console', () => {
  it('carries out what is typed and answers', async () => {
    const { server, tell, events, write } = await ampRig({ server: ready, files });
    server.join('alice');
    write(CMI_FILE, 'a: 2\n');
    for (const message of ['list', 'save-all', 'cmi reload', 'nonsense', '/list']) {
      expect(await tell('Core/SendConsoleMessage', { message })).toBeUndefined();
    }
    const lines = server.console.slice(server.console.indexOf('list'));
    expect(lines.map((line) => line.replace('[12:00:00 INFO]: ', '> '))).toEqual([
      'list',
      '> There are 1 of a max of 20 players online: alice',
      'save-all',
      '> Saving the game (this may take a moment!)',
      '> Saved the game',
      'cmi reload',
      '> [CMI] Reloaded',
      'nonsense',
      '> Unknown command. Type "/help" for help.',
      '/list',
      '> Unknown command. Type "/help" for help.',
    ]);
    expect(server.memoryOf(CMI_FILE)).toBe('a: 2\n');
    expect(events('command').length).toBe(5);
    expect(events('command')[2]).toMatchObject({ line: 'cmi reload', by: 'api', heard: true });
  });

  it('is heard by nobody while the server is not ready', async () => {
    const { server, tell, events } = await ampRig();
    expect(await tell('Core/SendConsoleMessage', { message: 'say hello' })).toBeUndefined();
    expect([server.console, events()]).toEqual([
      [],
      [expect.objectContaining({ kind: 'command', line: 'say hello', heard: false })],
    ]);
  });

  it("tells of Bukkit's reload in each of its spellings, and of no other", async () => {
    const { server, events } = await ampRig({ server: ready, files });
    for (const line of ['reload', 'reload confirm', 'bukkit:reload', 'rl']) server.type(line);
    expect(events('bukkit-reload')).toHaveLength(4);
    server.type('cmi reload');
    expect(events('bukkit-reload')).toHaveLength(4);
  });

  it('stops the server where that is typed', async () => {
    const { server, pass } = await ampRig({ server: ready });
    server.type('stop');
    pass(300);
    expect(server.state).toBe(STATE.stopped);
  });

  it('tells players by the commands that the server has for it', async () => {
    const { server, events } = await ampRig({ server: { ...ready, sayCommands: ['broadcast'] } });
    server.type('broadcast soon');
    server.type('say later');
    expect(events('say')).toMatchObject([{ text: 'soon', players: [] }]);
  });

  it('goes to a log that begins anew with each start', async () => {
    const { server, pass, read } = await ampRig({ server: ready, files });
    expect(read('logs/latest.log').split('\n').slice(0, 2)).toEqual([
      '[12:00:00] [Server thread/INFO]: Starting minecraft server version 1.21.4',
      '[12:00:00] [Server thread/INFO]: [CMI] Enabling CMI v9',
    ]);
    server.stop();
    pass(300);
    server.start();
    pass(500);
    const packed = gunzipSync(readFileSync(join(server.root, 'logs/2030-01-01-1.log.gz'))).toString('utf8');
    expect(packed).toMatch(/Stopping the server\n$/);
    expect(read('logs/latest.log')).toMatch(
      /^\[12:00:00\] .*Starting minecraft(?:.*\n){2}.*Done \(0\.500s\)!.*\n$/,
    );
    expect(readdirSync(join(server.root, 'logs')).sort()).toEqual(['2030-01-01-1.log.gz', 'latest.log']);
  });
});

describe('servers that are no Paper', () => {
  it('a proxy has its own commands and lines', async () => {
    const { server, write, events } = await ampRig({
      server: { ...ready, type: 'Velocity', plugins: [{ ...CMI, name: 'tab' }] },
      files: { ...files, 'velocity.toml': 'bind = "0.0.0.0:25577"\n' },
    });
    expect(server.console).toContain('[12:00:00 INFO]: Loaded plugin tab 9 by its author');
    write('velocity.toml', 'bind = "0.0.0.0:25578"\n');
    for (const line of ['say hello', 'reload', 'velocity plugins', 'velocity reload']) server.type(line);
    expect(server.console.slice(-8).map((line) => line.replace('[12:00:00 INFO]: ', '> '))).toEqual([
      'say hello',
      '> This command does not exist.',
      'reload',
      '> This command does not exist.',
      'velocity plugins',
      '> Plugins: velocity, tab',
      'velocity reload',
      '> Velocity configuration successfully reloaded.',
    ]);
    expect(server.memoryOf('velocity.toml')).toBe('bind = "0.0.0.0:25578"\n');
    expect([events('say'), events('bukkit-reload')]).toEqual([[], []]);
    expect(existsSync(join(server.root, 'server.properties'))).toBe(false);
  });

  it('is known by what AMP wrote of its type', async () => {
    const { server } = await ampRig({
      server: { state: 'ready' },
      ampFiles: { [`instances/${NAME}/MinecraftModule.kvp`]: 'Minecraft.ServerType=Velocity\n' },
    });
    expect(server.console.at(-1)).toBe('[12:00:00 INFO]: Done (0.500s)!');
  });

  it('any other program starts, reads its file and stops', async () => {
    const { server, pass } = await ampRig({
      server: { module: 'GenericModule', state: 'ready' },
      files: { 'config.yml': 'bedrock: {}\n' },
    });
    expect(server.memoryOf('config.yml')).toBe('bedrock: {}\n');
    server.type('geyser stop');
    pass(300);
    expect(server.state).toBe(STATE.stopped);
  });
});
