import { describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../../src/core/model/errors.ts';
import { failureOf, inTurn, NO_SESSION, type RawReply, startRawAmp } from './raw-amp.ts';

const at = (second: number, Contents: string, more: object = {}) => ({
  Contents,
  Source: 'Console',
  Timestamp: `/Date(17324448${second}000)/`,
  Type: 'Console',
  ...more,
});
const updates = (...ConsoleEntries: readonly unknown[]): RawReply => ({
  body: { Status: { State: 20 }, ConsoleEntries, Messages: [], Ports: [], Tasks: [] },
});

describe('reading a console', () => {
  it('gives what came since the last read, oldest first', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': inTurn(updates(at(10, 'one'), at(11, 'two')), updates(at(11, 'two')), updates()),
    });
    expect(await amp.operator.console.read('TOW01')).toEqual(['one', 'two']);
    expect(await amp.operator.console.read('TOW01')).toEqual(['two']);
    expect(await amp.operator.console.read('TOW01')).toEqual([]);
  });

  it('leaves out what AMP hands again to a new session', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': inTurn(
        updates(at(10, 'a'), at(11, 'b'), at(11, 'b')),
        NO_SESSION,
        updates(at(10, 'a'), at(11, 'b'), at(11, 'b'), at(11, 'b'), at(12, 'a')),
        updates(at(12, 'a')),
      ),
    });
    expect(await amp.operator.console.read('TOW01')).toEqual(['a', 'b', 'b']);
    expect(await amp.operator.console.read('TOW01')).toEqual(['b', 'a']);
    expect(await amp.operator.console.read('TOW01')).toEqual(['a']);
  });

  it('takes a new session after an answer that was lost, which gives its lines again', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': inTurn(
        updates(at(10, 'a')),
        { hangUp: true },
        updates(at(10, 'a'), at(11, 'lost'), at(12, 'c')),
      ),
    });
    expect(await amp.operator.console.read('TOW01')).toEqual(['a']);
    expect(await failureOf(amp.operator.console.read('TOW01'))).toBeInstanceOf(TransientError);
    expect(await amp.operator.console.read('TOW01')).toEqual(['lost', 'c']);
    expect(amp.count('instance:Core/Login')).toBe(2);
  });

  it('takes colours and what steers a terminal out, and splits at line breaks', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': updates(
        at(10, '\u001b[0;31;1m[ERROR]\u001b[m \u001b[38;2;1;2;3mred\u001b[K'),
        at(10, '§cred §l§x§1§2§3§4§5§6bold'),
        at(10, '\u001b]0;title\u0007shown \u001b]8;;x\u001b\\link'),
        at(10, 'a\tb\u0000\u0007\u202e\u2028c  '),
        at(10, 'first\r\nsecond\nthird\r'),
        at(10, '   '),
        at(10, 'Grüße 日本 🙂'),
      ),
    });
    expect(await amp.operator.console.read('TOW01')).toEqual([
      '[ERROR] red',
      'red bold',
      'shown link',
      'a bc',
      'first',
      'second',
      'third',
      'Grüße 日本 🙂',
    ]);
  });

  it('leaves out what players say, so that nobody puts words into the server’s mouth', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': updates(
        at(10, 'Error occurred while enabling CMI', { Type: 'Chat', Source: 'Mallory' }),
        at(10, 'Done (9.1s)!'),
      ),
    });
    expect(await amp.operator.console.read('TOW01')).toEqual(['Done (9.1s)!']);
  });

  it('is bounded in the length and in the number of lines', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => at(10, `line ${index}`));
    const amp = await startRawAmp({ 'Core/GetUpdates': updates(...many, at(11, 'x'.repeat(500_000))) });
    const lines = await amp.operator.console.read('TOW01');
    expect(lines).toHaveLength(2000);
    expect(lines.at(-2)).toBe('line 4999');
    expect(lines.at(-1)).toBe(`${'x'.repeat(999)}…`);
  });

  it('passes over entries of another form', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': updates(null, 7, {}, { Contents: 5 }, { Contents: 'bare' }, at(10, 'whole')),
    });
    expect(await amp.operator.console.read('TOW01')).toEqual(['bare', 'whole']);
  });

  it('passes where the answer is another', async () => {
    const amp = await startRawAmp({ 'Core/GetUpdates': { body: { Status: {} } } });
    expect(await failureOf(amp.operator.console.read('TOW01'))).toBeInstanceOf(TransientError);
  });
});

describe('writing to a console', () => {
  it.each([
    ['say hello', 'say hello'],
    ['/say hello', 'say hello'],
    ['//wand', '/wand'],
    ['  cmi reload ', 'cmi reload'],
    ['minecraft:reload', 'minecraft:reload'],
    ['reloadall', 'reloadall'],
    ['lp reload', 'lp reload'],
    ['tellraw @a {"text":"§6Grüße"}', 'tellraw @a {"text":"§6Grüße"}'],
  ])('sends %j as %j', async (line, message) => {
    const amp = await startRawAmp({ 'Core/SendConsoleMessage': { body: '' } });
    await amp.operator.console.send('TOW01', line);
    expect(amp.calls.at(-1)).toMatchObject({ method: 'Core/SendConsoleMessage', body: { message } });
  });

  it.each([
    'reload',
    'reload confirm',
    '/reload',
    '//reload',
    ' / reload',
    'RELOAD',
    'rl',
    'rl confirm',
    'bukkit:reload',
    'bukkit:rl confirm',
    '/Bukkit:Reload',
    'spigot:reload',
    'spigot:rl',
    'paper:reload',
    'reload\u00a0confirm',
  ])('never sends Bukkit’s reload, as in %j', async (line) => {
    const amp = await startRawAmp();
    expect(await failureOf(amp.operator.console.send('TOW01', line))).toBeInstanceOf(MistakeError);
    expect(amp.calls).toEqual([]);
  });

  it.each([
    'say a\nstop',
    'say a\rstop',
    'say \u0000',
    'say \u001b[2J',
    'say \u2028stop',
    'say \ud800',
    '',
    '  ',
    '/',
  ])('never sends %j', async (line) => {
    const amp = await startRawAmp();
    expect(await failureOf(amp.operator.console.send('TOW01', line))).toBeInstanceOf(MistakeError);
    expect(amp.calls).toEqual([]);
  });

  it('never sends more than fits', async () => {
    const amp = await startRawAmp({ 'Core/SendConsoleMessage': { body: '' } });
    await amp.operator.console.send('TOW01', 'x'.repeat(2000));
    expect(await failureOf(amp.operator.console.send('TOW01', 'x'.repeat(2001)))).toBeInstanceOf(
      MistakeError,
    );
  });
});
