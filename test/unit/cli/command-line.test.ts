import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { worstExitCode } from '../../../src/cli/exit-codes.ts';
import { parseCommandLine } from '../../../src/cli/parse-command-line.ts';

function parse(...words: readonly string[]) {
  const text = { out: '', err: '' };
  const stdout = {
    write: (chunk: string) => {
      text.out += chunk;
    },
    isTerminal: false,
    width: () => undefined,
  };
  const stderr = {
    ...stdout,
    write: (chunk: string) => {
      text.err += chunk;
    },
  };
  return { line: parseCommandLine(words, { stdout, stderr, version: '1.2.3' }, COMMANDS), ...text };
}

const exitCodeOf = ({ line }: ReturnType<typeof parse>) =>
  line.kind === 'answered' ? line.exitCode : 'runs';

describe('the command line', () => {
  it('answers help and version with 0', () => {
    expect(exitCodeOf(parse('--help'))).toBe(0);
    expect(exitCodeOf(parse('help', 'plan'))).toBe(0);
    const version = parse('--version');
    expect([exitCodeOf(version), version.out]).toEqual([0, '1.2.3\n']);
  });

  it('answers wrong usage with 2 and says so on stderr', () => {
    for (const words of [
      [],
      ['bogus'],
      ['plan', '--bogus'],
      ['plan', 'surplus'],
      ['plan', '--repo'],
      ['explain', 'DEV01'],
      ['history', '--limit', 'many'],
      ['history', '--limit', '0'],
      ['validate', '--format', 'xml'],
    ]) {
      const result = parse(...words);
      expect([words, exitCodeOf(result)]).toEqual([words, 2]);
      expect(result.err).not.toBe('');
      expect(result.out).toBe('');
    }
  });

  it.each(COMMANDS.map((command) => command.name))('shows an example in the help of %s', (name) => {
    const help = parse(name, '--help');
    expect(exitCodeOf(help)).toBe(0);
    expect(help.out).toMatch(new RegExp(`Example:\\n {2}\\$ homeamp ${name}`));
    expect(help.out).toContain('--no-color');
  });

  it('collects an option that is given several times', () => {
    const { line } = parse('plan', '--instance', 'A', '--instance', 'B');
    expect(line.kind === 'run' && line.options.instance).toEqual(['A', 'B']);
  });

  it('hands operands over in order', () => {
    const { line } = parse('explain', 'DEV01', 'CMI', 'a.b', '--json');
    expect(line.kind === 'run' && [line.operands, line.options.json]).toEqual([
      ['DEV01', 'CMI', 'a.b'],
      true,
    ]);
  });
});

describe('exit codes', () => {
  it('take the gravest of several', () => {
    expect(worstExitCode([])).toBe(0);
    expect(worstExitCode([1, 6, 4])).toBe(6);
    expect(worstExitCode([3, 1])).toBe(3);
  });
});
