import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLoadErrors, newLoadErrors } from '../../../../src/core/plan/load-errors.ts';

const trace =
  'org.bukkit.plugin.InvalidPluginException: java.lang.NoClassDefFoundError: net/milkbowl/vault/Economy';

describe('lines that say that something did not load', () => {
  it.each([
    [
      'a plugin that fails on Paper',
      '[12:00:01 ERROR]: Error occurred while enabling CMI v9.7 (Is it up to date?)',
    ],
    [
      'the same in the log',
      '[12:00:01] [Server thread/ERROR]: Error occurred while enabling CMI v9.7 (Is it up to date?)',
    ],
    ['the same without time and level', 'Error occurred while enabling CMI v9.7 (Is it up to date?)'],
    ['a jar that can’t be loaded', "[12:00:01 ERROR]: Could not load 'plugins/CMI.jar' in folder 'plugins'"],
    [
      'a jar of Paper’s own loader',
      "[12:00:01 ERROR]: [ModernPluginLoadingStrategy] Could not load plugin 'CMI.jar' in folder 'plugins'",
    ],
    ['Bukkit’s word on a file', '[12:00:01 ERROR]: Cannot load plugins/CMI/config.yml'],
    ['Bukkit’s word on its own file', '[12:00:01 ERROR]: Cannot load bukkit.yml'],
    [
      'Spigot’s word on its own file',
      '[12:00:01 ERROR]: Could not load spigot.yml, please correct your syntax errors',
    ],
    ['a plugin’s own word', '[12:00:01 WARN]: [Essentials] Failed to load config: unexpected end of file'],
    ['a plugin that says it in passing', '[12:00:01 WARN]: [X] Oh no, failed to load config.yml'],
    ['a plugin that says it without a level', '[X] Failed to load config.yml'],
    [
      'an exception of Bukkit',
      'org.bukkit.configuration.InvalidConfigurationException: while scanning for the next token',
    ],
    [
      'a cause',
      'Caused by: org.yaml.snakeyaml.scanner.ScannerException: mapping values are not allowed here',
    ],
    [
      'a line of a stack trace',
      '\tat org.yaml.snakeyaml.scanner.ScannerImpl.fetchMoreTokens(ScannerImpl.java:423) ~[snakeyaml-2.2.jar:?]',
    ],
    ['Configurate', 'org.spongepowered.configurate.ConfigurateException: Unable to load'],
    ['TOML on Velocity', 'com.electronwill.nightconfig.core.io.ParsingException: Not enough data available'],
    ['a plugin on Velocity', "[12:00:01 ERROR]: Can't create plugin luckperms"],
    [
      'a plugin on Velocity, in the log',
      "[12:00:01] [main/ERROR] [com.velocitypowered.proxy.plugin]: Can't load plugin luckperms",
    ],
    [
      'Velocity’s own file',
      '[12:00:01 ERROR]: Unable to read/load/save your velocity.toml. The server will shut down.',
    ],
  ])('count: %s', (_, line) => {
    expect(findLoadErrors([line])).toEqual([line.trim()]);
  });

  it.each([
    ['a start', '[12:00:01 INFO]: Starting minecraft server version 1.21.4'],
    ['a plugin that is enabled', '[12:00:01 INFO]: [CMI] Enabling CMI v9.7'],
    ['a reloaded file', '[12:00:01 INFO]: [LuckPerms] Loading configuration...'],
    ['the server’s usual warning', '[12:00:01 WARN]: **** SERVER IS RUNNING IN OFFLINE/INSECURE MODE!'],
    ['a lag', "[12:00:01 WARN]: Can't keep up! Is the server overloaded? Running 2044ms or 40 ticks behind"],
    ['an old plugin', '[12:00:01 WARN]: Legacy plugin Chairs v1 does not specify an api-version.'],
    ['a new version', '[12:00:01 WARN]: [CMI] New version of CMI was detected!'],
    ['a player’s skin', '[12:00:01 WARN]: Could not load skin for steve'],
    ['a chunk', '[12:00:01 ERROR]: Could not load chunk 12, 14'],
    ['another exception', 'java.net.SocketTimeoutException: Read timed out'],
    [
      'a kicked player',
      '[12:00:01 INFO]: steve lost connection: Internal Exception: io.netty.handler.codec.DecoderException',
    ],
    ['a plugin that is missing a friend', '[12:00:01 INFO]: [CMI] Vault not found, no economy.'],
    ['what is done', '[12:00:01 INFO]: Done (12.345s)! For help, type "help"'],
    ['Velocity’s start', '[12:00:01 INFO]: Loaded plugin luckperms 5.4.0 by Luck'],
    ['nothing', ''],
  ])('do not count: %s', (_, line) => {
    expect(findLoadErrors([line])).toEqual([]);
  });

  it.each([
    ['in the chat', '[12:00:01 INFO]: <steve> Error occurred while enabling CMI'],
    ['in the chat, unsigned', '[12:00:01 INFO]: [Not Secure] <steve> Error occurred while enabling CMI'],
    ['in a chat of a plugin’s form', '[12:00:01 INFO]: [Owner] steve: Could not load CMI'],
    ['in the log', '[12:00:01] [Async Chat Thread - #0/INFO]: <steve> Cannot load plugins/CMI/config.yml'],
    ['with a command', '[12:00:01 INFO]: steve issued server command: /msg alex Failed to load config'],
    ['of himself', '[12:00:01 INFO]: * steve InvalidConfigurationException'],
    ['with a name tag', "[12:00:01 INFO]: Named entity Villager['org.yaml.snakeyaml.YAMLException'/12] died"],
    ['without time and level', '<steve> YAMLException'],
  ])('can’t be written by a player %s', (_, line) => {
    expect(findLoadErrors([line])).toEqual([]);
  });

  it('are kept in their order, each once, cut and no more than a hundred', () => {
    const names = Array.from({ length: 150 }, (_, index) => String.fromCharCode(0x4e00 + index));
    const lines = names.map(
      (name) => `[12:00:01 ERROR]: Error occurred while enabling ${name}${'x'.repeat(500)}`,
    );
    const found = findLoadErrors([...lines, ...lines]);
    expect(found).toHaveLength(100);
    expect(found[99]).toContain(`enabling ${names[99]}x`);
    expect(Math.max(...found.map((line) => line.length))).toBe(300);
    expect(findLoadErrors([`${lines[0]}`, `${lines[0]}`.replace('12:00:01', '12:07:09')])).toHaveLength(1);
  });

  it('are found in no time in whatever a console shows', () => {
    const hostile = [
      '[',
      ']',
      ' ',
      ':',
      '<',
      '>',
      'a.',
      'at ',
      '12:00:00',
      '/ERROR',
      'could not load ',
      '.yml',
      '\t',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...hostile), { maxLength: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (parts, times) => {
          const begin = performance.now();
          const found = findLoadErrors([parts.join('').repeat(times)]);
          expect(found.length).toBeLessThanOrEqual(1);
          expect(performance.now() - begin).toBeLessThan(500);
        },
      ),
    );
  });
});

describe('what is new after a change', () => {
  const before = [
    '[12:00:01] [Server thread/ERROR]: Error occurred while enabling Old v1.0 (Is it up to date?)',
    trace,
    '[12:00:02] [Craft Scheduler Thread - 3/WARN]: [Web] Failed to load config on port 8123',
  ];

  it.each([
    ['later', '[18:30:59] [Server thread/ERROR]: Error occurred while enabling Old v1.0 (Is it up to date?)'],
    ['on the console', '[18:30:59 ERROR]: Error occurred while enabling Old v1.0 (Is it up to date?)'],
    ['without time and level', 'Error occurred while enabling Old v1.0 (Is it up to date?)'],
    ['in another version', '[18:30:59 ERROR]: Error occurred while enabling Old v1.1 (Is it up to date?)'],
    [
      'by another thread and port',
      '[18:30:59] [Craft Scheduler Thread - 11/WARN]: [Web] Failed to load config on port 9000',
    ],
    ['to the letter', trace],
  ])('is not what was there before and comes again %s', (_, line) => {
    expect(newLoadErrors(before, [line])).toEqual([]);
  });

  it('is what another plugin says, in its order', () => {
    const chairs = '[18:30:59 ERROR]: Error occurred while enabling Chairs v1.0 (Is it up to date?)';
    const cause = 'org.yaml.snakeyaml.scanner.ScannerException: mapping values are not allowed here';
    expect(newLoadErrors(before, [chairs, `${before[0]}`, cause])).toEqual([chairs, cause]);
    expect(newLoadErrors([], [chairs])).toEqual([chairs]);
  });

  it('is found behind many that were there before', () => {
    const old = Array.from(
      { length: 60 },
      (_, index) => `[12:00:01 ERROR]: Could not load plugin ${'ab'.repeat(index)}x`,
    );
    const fresh = '[12:00:03 ERROR]: Error occurred while enabling Chairs v1.0';
    expect(newLoadErrors(findLoadErrors(old), findLoadErrors([...old.toReversed(), fresh]))).toEqual([fresh]);
  });
});

describe('what was thrown below such a line', () => {
  const failed = (time: string) =>
    `[${time} ERROR]: Error occurred while enabling CMI v9.7 (Is it up to date?)`;
  const cause = (hash: string) => `java.lang.IllegalStateException: no economy in com.example.Hook@${hash}`;

  it('is told with it, and only with it', () => {
    const lines = [
      'java.lang.RuntimeException: elsewhere',
      failed('12:00:01'),
      cause('1ab'),
      '\tat com.example.X',
      'Done',
    ];
    expect(findLoadErrors(lines)).toEqual([failed('12:00:01'), cause('1ab')]);
  });

  it('is no news where the line itself is none', () => {
    const before = [failed('12:00:01'), cause('1ab')];
    const fresh = '[13:00:01 ERROR]: Error occurred while enabling Quests v5 (Is it up to date?)';
    const after = [failed('13:00:01'), cause('2cd'), fresh, cause('3ef')];
    expect(newLoadErrors(before, after)).toEqual([fresh, cause('3ef')]);
  });
});
