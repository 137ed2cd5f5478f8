import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanText } from '../../../../../src/core/source/scan/scan-text.ts';

const found = (text: string, file = 'notes.md') =>
  scanText(file, text).map(({ line, kind }) => `${line} ${kind}`);
/** In two pieces, so that nobody's scanner finds it in this file. */
const TOKEN = `gh${'p_'}${'a1'.repeat(18)}`;

describe('looking for secrets in clear', () => {
  it('finds credentials by their form, in any file, with their line', () => {
    expect(found(`one\nsee ${TOKEN}\r\n\nAGE-SECRET-KEY-${'1'}${'Q'.repeat(58)}`)).toEqual([
      '2 a GitHub token',
      '4 an age key',
    ]);
    expect(found('a http://u:%name%@h/ b\nmysql://root:hunter2@db/x')).toEqual(['2 a URL with a password']);
  });

  it('finds what looks like a password beside a name that says so', () => {
    for (const text of [
      'password: hunter22',
      '# db_password = "s3cr3t-word"',
      "The admin's password: `hunter22`.",
      'old: webhook-token: a1b2c3d4',
      '{"apiKey": "abc12345"}',
      'DB_PASSWORD=abc12345',
    ]) {
      expect([text, found(text)]).toEqual([text, ['1 what looks like a password']]);
    }
  });

  it('takes no word, sentence, path, number, placeholder or reference for one', () => {
    for (const text of [
      'password: required',
      'password: ask Alice for it1',
      'password: "{{secret:DB_PASSWORD}}"',
      'url: mysql://fleet:{{secret:DB}}@192.0.2.7/x',
      'token: %token1%',
      'secret-file: /etc/homeamp/age1.key',
      'token: /run/secrets/token1',
      'key: 123456789',
      'password-length: 12',
      'token: v1.2.3',
      'dsn: jdbc:mysql://localhost:3306/minecraft',
      'monkey: abc12345',
    ]) {
      expect([text, found(text)]).toEqual([text, []]);
    }
  });

  it('takes only quoted values of program code', () => {
    expect(found('const token = make_token1();\npassword: options.pass1,', 'x.ts')).toEqual([]);
    expect(found("const token = 'abc12345';", 'x.ts')).toEqual(['1 what looks like a password']);
  });

  it('lets a line be allowed with a reason, but never an identity', () => {
    const reasons = (text: string) => scanText('x.yaml', text).map(({ allowed }) => allowed);
    expect(reasons('password: hunter22 # homeamp:allow-secret a made-up one')).toEqual(['a made-up one']);
    expect(reasons('<!-- password: hunter22 homeamp:allow-secret an example -->')).toEqual(['an example']);
    expect(reasons('password: hunter22 # homeamp:allow-secret')).toEqual([undefined]);
    const identity = `AGE-SECRET-KEY-${'1'}${'Q'.repeat(58)} # homeamp:allow-secret mine`;
    expect(reasons(identity)).toEqual([undefined]);
  });

  it('ends on any text, however long its lines', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => void scanText('x', text)),
      { numRuns: 200 },
    );
    const hostile = [
      'password:'.repeat(20_000),
      'a://'.repeat(40_000),
      `token ${' '.repeat(90_000)}:`,
      '"key":"'.repeat(20_000),
    ];
    for (const text of hostile) scanText('x.yaml', text);
  });
});
