import { describe, expect, it } from 'vitest';
import { commentAbove } from '../../../../../src/core/onramp/collect/comment-above.ts';
import { readFileChoices } from '../../../../../src/core/onramp/collect/file-choices.ts';
import { createGuessList } from '../../../../../src/core/onramp/collect/guess-list.ts';
import { isWantedInArchive } from '../../../../../src/core/onramp/collect/is-wanted-in-archive.ts';
import { serverBaselineOf } from '../../../../../src/core/onramp/collect/server-files.ts';

function above(...lines: readonly string[]): string | undefined {
  return commentAbove([...lines, 'key: 1'], lines.length + 1);
}

describe('commentAbove', () => {
  it('gives what stands right above a key as one line', () => {
    expect(above('# Another thing.', '', '# How far players see,', '#   in chunks.')).toBe(
      'How far players see, in chunks.',
    );
    expect(above('// Of JSON with comments.')).toBe('Of JSON with comments.');
    expect(above('other: 1')).toBeUndefined();
  });

  it('keeps whole sentences of what is long, and passes over lines and switched-off settings', () => {
    expect(above('', `# Short. ${'Long words follow '.repeat(20)}.`)).toBe('Short.');
    expect(above('', '# --------', '# port: 8080', '# The port.')).toBe('The port.');
    expect(above(`# ${'word '.repeat(80)}`)).toBeUndefined();
  });

  it('says nothing of what is above a whole file', () => {
    expect(above('# A plugin.', '# By somebody.')).toBeUndefined();
    expect(above('#Mon Nov 23 10:00:00 UTC 2026')).toBeUndefined();
    expect(above('# The delay.')).toBe('The delay.');
  });

  it('repeats no secret, no reference and no fence', () => {
    expect(above('# password: hunter2')).toBeUndefined();
    expect(above('# Such as mysql://plan:hunter2@db.example.org/plan')).toBeUndefined();
    expect(above('# Use {{SERVER_PORT}} here')).toBeUndefined();
    expect(above('# ``` ends a block')).toBeUndefined();
  });
});

describe('readFileChoices', () => {
  it('reads globs of plugins and files, and leaves those of keys to others', () => {
    const choices = readFileChoices(['Quests:userdata/*', 'CMI:config.yml:a.b'], ['TAB', 'CMI:*:*']);
    expect(choices.isOwned('Quests', 'userdata/a.yml')).toBe(true);
    expect(choices.isOwned('CMI', 'config.yml')).toBe(false);
    expect(choices.isOwnedBelow('Quests', 'userdata')).toBe(true);
    expect(choices.isOwnedBelow('Quests', 'cache')).toBe(false);
    expect(choices.isLeft('TAB', 'anything.yml')).toBe(true);
    expect(choices.isLeft('CMI', 'config.yml')).toBe(true);
    expect(choices.isLeft('Quests', 'config.yml')).toBe(false);
  });
});

describe('serverBaselineOf', () => {
  it.each([
    ['server.properties', 'paper', 'server-properties .'],
    ['bukkit.yml', 'paper', 'bukkit-yml .'],
    ['config/paper-global.yml', 'paper', 'paper-global .'],
    ['config/paper-world-defaults.yml', 'paper', 'paper-world-defaults .'],
    ['velocity.toml', 'velocity', 'velocity .'],
    ['config.yml', 'geyser', 'geyser .'],
    ['config.yml', 'bungeecord', 'bungeecord .'],
    ['config/sponge/global.conf', 'other', 'sponge config/sponge'],
    ['config/attributefix.json', 'forge', 'mod-settings config'],
  ] as const)('knows %s of %s as %s', (path, platform, expected) => {
    const baseline = serverBaselineOf(path, platform);
    expect(`${baseline?.plugin} ${baseline?.folder}`).toBe(expected);
  });

  it.each(['ops.json', 'usercache.json', 'eula.txt', 'world/level.dat', 'plugins/CMI/config.yml'])(
    'leaves %s out',
    (path) => {
      expect(serverBaselineOf(path, 'paper')).toBeUndefined();
    },
  );
});

describe('isWantedInArchive', () => {
  it('wants settings, jars of plugins and what AMP says, and nothing of worlds and data', () => {
    const wanted = [
      'a/Minecraft/server.properties',
      'a/Minecraft/plugins/CMI/config.yml',
      'a/Minecraft/plugins/CMI.jar',
      'a/MinecraftModule.kvp',
      'instances.json',
    ];
    const others = [
      'a/Minecraft/world/region/r.0.0.mca',
      'a/Minecraft/world/playerdata/x.json',
      'a/Minecraft/plugins/CMI/cache/x.yml',
      'a/Minecraft/libraries/x.json',
      'a/Minecraft/paper.jar',
    ];
    expect(wanted.filter((path) => !isWantedInArchive(path))).toEqual([]);
    expect(others.filter(isWantedInArchive)).toEqual([]);
  });
});

describe('createGuessList', () => {
  it('tells a guess once with the instances it is about', () => {
    const list = createGuessList();
    const guess = { kind: 'cache', subject: 'CMI:cache/*', text: 'It is left out', change: '' } as const;
    for (const name of ['A', 'B', 'C', 'D', 'A']) list.note(guess, name);
    expect(list.all().map(({ text }) => text)).toEqual(['It is left out; on A, B, C and 1 more.']);
  });
});
