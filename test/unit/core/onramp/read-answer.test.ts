import { describe, expect, it } from 'vitest';
import {
  readAll,
  readApprover,
  readHost,
  readServer,
  wordsOf,
} from '../../../../src/core/onramp/starter/read-answer.ts';

const valueIn = (answer: ReturnType<typeof readHost | typeof readServer | typeof readApprover>) =>
  answer.kind === 'read' ? answer.value : answer.kind;

describe('an answer about a host', () => {
  it('is a name, or a name with its address', () => {
    expect(valueIn(readHost('frost'))).toEqual({ name: 'frost', address: undefined });
    expect(valueIn(readHost(' frost=192.0.2.10 '))).toEqual({ name: 'frost', address: '192.0.2.10' });
    expect(valueIn(readHost('frost=2001:db8::1'))).toEqual({ name: 'frost', address: '2001:db8::1' });
  });

  it.each(['', '=192.0.2.10', 'a b', '-x', 'frost=', 'frost=http://x/', 'frost=a"b', '../x', 'x'.repeat(65)])(
    'can not be %j',
    (text) => expect(readHost(text).kind).toBe('wrong'),
  );
});

describe('an answer about a server', () => {
  it('is a name, and as much more as somebody likes', () => {
    const least = { host: undefined, name: 'A1', platform: 'paper', stage: undefined, groups: [] };
    expect(valueIn(readServer('A1'))).toEqual(least);
    expect(valueIn(readServer('A1:velocity'))).toEqual({ ...least, platform: 'velocity' });
    const most = { host: 'frost', name: 'A1', platform: 'paper', stage: 'dev', groups: ['x', 'y'] };
    expect(valueIn(readServer('frost/A1:paper:dev:x,y'))).toEqual(most);
    expect(valueIn(readServer('A1:paper::x'))).toEqual({ ...least, groups: ['x'] });
  });

  it.each([
    '',
    'A:',
    'A:bukkit',
    'A:paper:de v',
    'A:paper:dev:x,',
    'A:paper:dev:x:y',
    '/A:paper',
    'a/b/c',
    'A:PAPER',
  ])('can not be %j', (text) => expect(readServer(text).kind).toBe('wrong'));
});

describe('an answer about who approves', () => {
  it('is a login with or without @, a team, or none', () => {
    expect(['alice', '@alice', '@team/ad.mins', 'None'].map((word) => valueIn(readApprover(word)))).toEqual([
      'alice',
      'alice',
      '@team/ad.mins',
      undefined,
    ]);
  });

  it.each(['', 'team/admins', '@team/', '-a', 'a-', 'a b', 'a@example.org'])('can not be %j', (text) =>
    expect(readApprover(text).kind).toBe('wrong'),
  );
});

describe('a line of answers', () => {
  it('is split at commas and blanks, and every wrong one is told', () => {
    expect(wordsOf(' a, b  c,,')).toEqual(['a', 'b', 'c']);
    const { values, reasons } = readAll(['a', '/', '?'], readHost);
    expect([values.length, reasons.length]).toEqual([1, 2]);
  });
});
