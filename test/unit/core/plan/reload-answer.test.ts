import { describe, expect, it } from 'vitest';
import { judgeReload } from '../../../../src/core/plan/reload-answer.ts';

const judge = (lines: readonly string[], expected?: string) => judgeReload('cmi reload', expected, lines);

describe('the answer to a reload', () => {
  it.each([
    ['nothing', []],
    ['the command as it was typed', ['cmi reload']],
    [
      'the command behind a prompt',
      ['> cmi reload', '>cmi reload', '[12:00:01] [Server thread/INFO]: > cmi reload'],
    ],
    ['the command in the log', ['[12:00:01 INFO]: CONSOLE issued server command: /cmi reload']],
    ['a player’s command', ['[12:00:01 INFO]: steve issued server command: /essentials reload']],
    ['the command of AMP’s own log', ['[12:00:01 INFO]: Console: cmi reload', '/cmi reload']],
    ['other talk', ['[12:00:01 INFO]: steve joined the game', 'Saved the game']],
    ['a player who speaks of it', ['[12:00:01 INFO]: <steve> reload complete', '<alex> reloaded!']],
  ])('is not %s', (_, lines) => {
    expect(judge(lines)).toEqual({ kind: 'open' });
  });

  it.each([
    '[12:00:01 INFO]: [CMI] Reloaded config',
    'Configuration reload complete',
    '[CMI] Konfiguration: RELOADED',
  ])('without a pattern is a line that speaks of it: %s', (line) => {
    expect(judge(['cmi reload', line])).toEqual({ kind: 'confirmed' });
  });

  it('is only what the pattern says where there is one, in whatever case', () => {
    const pattern = 'config(uration)? loaded';
    expect(judge(['[CMI] Reloaded everything'], pattern)).toEqual({ kind: 'open' });
    expect(judge(['[12:00:01 INFO]: [CMI] Configuration LOADED in 3 ms'], pattern)).toEqual({
      kind: 'confirmed',
    });
  });

  it('may have a pattern that the command itself would match', () => {
    expect(judge(['> cmi reload'], 'cmi')).toEqual({ kind: 'open' });
    expect(judge(['> cmi reload', 'CMI is up to date'], 'cmi')).toEqual({ kind: 'confirmed' });
  });

  it.each([
    '[12:00:01 INFO]: Unknown command. Type "/help" for help.',
    'Unknown or incomplete command, see below for error',
    '[12:00:01 INFO]: This command does not exist.',
  ])('refuses what the server does not know: %s', (line) => {
    expect(judge(['cmi reload', line], 'does not matter')).toEqual({ kind: 'refused', lines: [line] });
  });

  it('refuses on an error, whatever else is said', () => {
    const error = '[12:00:01 ERROR]: Cannot load plugins/CMI/config.yml';
    const cause =
      'org.bukkit.configuration.InvalidConfigurationException: mapping values are not allowed here';
    expect(judge([error, cause, '[CMI] Reloaded'])).toEqual({ kind: 'refused', lines: [error, cause] });
  });

  it('is refused by no player', () => {
    const lines = ['<steve> Unknown command', '[12:00:01 INFO]: <alex> Error occurred while enabling CMI'];
    expect(judge([...lines, '[CMI] Reloaded'])).toEqual({ kind: 'confirmed' });
  });

  it('names a dozen lines at most, and of a long line its beginning', () => {
    const many = Array.from(
      { length: 40 },
      (_, index) => `[1:00:00 ERROR]: Cannot load plugins/${'y'.repeat(index)}/a.yml`,
    );
    const answer = judge(many);
    expect(answer.kind === 'refused' && answer.lines).toHaveLength(12);
    expect(judge([`${'x'.repeat(2000)} reload`])).toEqual({ kind: 'open' });
  });
});
