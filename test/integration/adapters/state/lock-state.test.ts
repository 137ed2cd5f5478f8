import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockState } from '../../../../src/adapters/state/index.ts';
import { TransientError } from '../../../../src/core/model/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { killChild, startChild } from './child-program.ts';

describe('the lock of a state folder', () => {
  it('is free again after it is released', () => {
    const dir = temporaryFolder();
    lockState(dir)();
    const release = lockState(dir);
    expect(() => lockState(dir)).toThrow(TransientError);
    release();
    release();
    expect(readdirSync(join(dir, 'lock'))).toEqual([]);
  });

  it('keeps a second process out, naming the first, and is taken over when that is killed', async () => {
    const dir = temporaryFolder();
    const child = await startChild(dir);
    expect(() => lockState(dir)).toThrow(TransientError);
    expect(() => lockState(dir)).toThrow(new RegExp(`process ${child.pid}\\).* since 20`));
    await killChild(child);
    const release = lockState(dir);
    expect(readdirSync(join(dir, 'lock'))).toHaveLength(1);
    release();
  });

  it('is not kept by a process number that was used again, by another boot, or by rubbish', () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'lock'));
    for (const name of [`${process.pid}-1-abc`, `${process.ppid}-12345-0`, '1-1-ffff', 'rubbish']) {
      writeFileSync(join(dir, 'lock', name), '');
    }
    const release = lockState(dir);
    expect(readdirSync(join(dir, 'lock'))).toHaveLength(1);
    release();
  });
});
