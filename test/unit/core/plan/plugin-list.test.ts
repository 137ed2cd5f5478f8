import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePluginList } from '../../../../src/core/plan/plugin-list.ts';

const HOSTILE = [...'aZ0_-.,:+* §<>()[]\u0000\u001b\u200b\ud800é漢😀'];

describe('the list of plugins', () => {
  it.each([
    ['Spigot', ['[12:00:01 INFO]: Plugins (3): Vault, CMI, *Old_One']],
    ['Spigot, in the log', ['[12:00:01] [Server thread/INFO]: Plugins (3): Vault, CMI, Old_One']],
    ['Bukkit long ago', ['Plugins: Vault, CMI, Old_One']],
    [
      'Paper',
      [
        '[12:00:01 INFO]: Server Plugins (3):',
        '[12:00:01 INFO]: Bukkit Plugins:',
        '[12:00:01 INFO]:  - CMI, Old_One, Vault',
      ],
    ],
    [
      'Paper with both kinds, after a sign',
      [
        'ℹ Server Plugins (3):',
        'Paper Plugins (1):',
        ' - CMI',
        'Bukkit Plugins (2):',
        ' - Vault',
        ' - *Old_One',
      ],
    ],
    ['Velocity', ['[12:00:01 INFO]: Plugins: Vault, CMI, Old_One']],
    [
      'others, with other lines around',
      ['Saved the game', 'Plugins (3): Vault, CMI, Old_One', 'steve joined the game'],
    ],
  ])('is read as %s says it', (_, lines) => {
    expect(parsePluginList(lines)).toEqual(['CMI', 'Old_One', 'Vault']);
  });

  it('is empty where no plugin is loaded', () => {
    expect(parsePluginList(['[12:00:01 INFO]: Plugins (0):'])).toEqual([]);
    expect(parsePluginList(['Server Plugins (0):', 'Bukkit Plugins:', ' - '])).toEqual([]);
  });

  it('keeps names with dots, signs and blanks', () => {
    expect(parsePluginList(['Plugins (3): LuckPerms-Bukkit, floodgate 2.0, x.y+z'])).toEqual([
      'LuckPerms-Bukkit',
      'floodgate 2.0',
      'x.y+z',
    ]);
  });

  it('names each plugin once, also where it was asked for twice', () => {
    const answer = ['Server Plugins (2):', ' - CMI, Vault'];
    expect(parsePluginList([...answer, ...answer])).toEqual(['CMI', 'Vault']);
  });

  it('leaves out what is no name, such as one with the rest of a colour', () => {
    expect(parsePluginList(['Plugins (4): CMI, §cVault, \u001b[32mOld\u001b[0m, <b>'])).toEqual(['CMI']);
  });

  it.each([
    ['nothing was answered', []],
    ['only the heading has come', ['Server Plugins (3):', 'Bukkit Plugins:']],
    ['a part of it has come', ['Server Plugins (3):', 'Bukkit Plugins:', ' - CMI, Vault']],
    ['its heading says nothing', ['Plugins:']],
    ['there is no heading', [' - CMI, Vault']],
    ['the dashes stand before the heading', [' - CMI', 'Server Plugins (1):']],
    ['a plugin speaks of plugins', ['[12:00:01 INFO]: [CMI] Hooked into plugins: Vault, LuckPerms']],
    ['a player says it', ['[12:00:01 INFO]: <steve> Plugins (1): CMI', '[Not Secure] <alex> plugins: CMI']],
    ['a player acts it', ['[12:00:01 INFO]: * steve plugins: CMI']],
    ['the command is unknown', ['Unknown command. Type "/help" for help.']],
    ['no name is one', ['Plugins (2): §a, §c']],
  ])('is not there where %s', (_, lines) => {
    expect(parsePluginList(lines)).toBeUndefined();
  });

  it('is not drawn out by a list without end', () => {
    expect(parsePluginList(['Plugins:', ...Array(2000).fill('- a, b, c')])).toBeUndefined();
  });

  it('is the names that were put in, however many and in whatever order', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 40 }), (names) => {
        const sorted = [...names].sort();
        const rows = names
          .map((_, index) => names.slice(index, index + 10))
          .filter((_, index) => index % 10 === 0);
        const paper = [`Server Plugins (${names.length}):`, ...rows.map((row) => ` - ${row.join(', ')}`)];
        expect(parsePluginList(paper)).toEqual(sorted);
        expect(parsePluginList([`Plugins (${names.length}): ${names.join(', ')}`])).toEqual(sorted);
        if (names.length > 10) expect(parsePluginList(paper.slice(0, -1))).toBeUndefined();
      }),
    );
  });

  it('is never more than a list of names, whatever the console shows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom(...HOSTILE), maxLength: 80 }), { maxLength: 20 }),
        (lines) => {
          const names = parsePluginList(['Plugins:', ...lines.map((line) => `- ${line}`)]) ?? [];
          for (const name of names) expect(name).toMatch(/^[\w.+ -]{1,64}$/);
        },
      ),
    );
  });
});
