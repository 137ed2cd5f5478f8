import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLiveFileReader } from '../../../../src/adapters/files/index.ts';
import type { InstancePath } from '../../../../src/core/model/instance.ts';
import { asNobody, isRoot, temporaryFolder } from '../temporary-folder.ts';

const LOG = 'logs/latest.log' as InstancePath;
const { tail } = createLiveFileReader();

/** An instance whose log holds this. */
function rootWithLog(text: string): string {
  const root = join(temporaryFolder(), 'Minecraft');
  mkdirSync(join(root, 'logs'), { recursive: true });
  writeFileSync(join(root, LOG), text);
  return root;
}

describe('the end of a log', () => {
  it('is all of it where it is short', () => {
    const root = rootWithLog('one\ntwo\n');
    expect(tail(root, LOG, 100)).toBe('one\ntwo\n');
    expect(tail(root, LOG, 8)).toBe('one\ntwo\n');
    expect(tail(rootWithLog(''), LOG, 100)).toBe('');
  });

  it('is its last bytes where it is long, and grows with it', () => {
    const root = rootWithLog('one\ntwo\n');
    expect(tail(root, LOG, 4)).toBe('two\n');
    appendFileSync(join(root, LOG), 'Grüße\n');
    expect(tail(root, LOG, 8)).toBe('Grüße\n');
  });

  it('is read as text where a character is cut or a byte is none', () => {
    const root = rootWithLog('Grüße');
    expect(tail(root, LOG, 4)).toBe('\ufffdße');
    writeFileSync(join(root, LOG), Buffer.from([0x61, 0xff, 0x62]));
    expect(tail(root, LOG, 10)).toBe('a\ufffdb');
  });

  it('is read of a file that is larger than any that is read whole', () => {
    const root = rootWithLog('');
    truncateSync(join(root, LOG), 3 * 1024 * 1024 * 1024);
    appendFileSync(join(root, LOG), 'the end\n');
    expect(tail(root, LOG, 8)).toBe('the end\n');
  });

  it('is none where nothing regular is there', () => {
    const root = rootWithLog('x');
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'latest.log'), 'outside');
    symlinkSync(join(outside, 'latest.log'), join(root, 'logs/link.log'));
    symlinkSync(outside, join(root, 'elsewhere'));
    linkSync(join(root, LOG), join(root, 'logs/hard.log'));
    execFileSync('mkfifo', [join(root, 'logs/pipe.log')]);
    const none = [
      'logs/none.log',
      'none/latest.log',
      'logs/link.log',
      'elsewhere/latest.log',
      'logs/hard.log',
      'logs/pipe.log',
      'logs',
      'logs/latest.log/deeper',
    ];
    expect(none.map((path) => tail(root, path as InstancePath, 100))).toEqual(none.map(() => undefined));
    expect(tail(`${root}-gone`, LOG, 100)).toBeUndefined();
  });

  it.skipIf(!isRoot)('is none where permission is denied', () => {
    const root = rootWithLog('x');
    chmodSync(join(root, '..'), 0o755);
    chmodSync(join(root, LOG), 0o600);
    expect(asNobody(() => tail(root, LOG, 100))).toBeUndefined();
    expect(tail(root, LOG, 100)).toBe('x');
  });
});
