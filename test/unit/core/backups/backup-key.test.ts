import { describe, expect, it } from 'vitest';
import { imageKey, isBackupId, parseBackupKey, setKey } from '../../../../src/core/backups/backup-key.ts';

const ID = '20260131-175905-123-3fa9c1';

describe('a key of the backup store', () => {
  it('is read as it was made', () => {
    const sha256 = 'ab'.repeat(32);
    expect(parseBackupKey(imageKey(sha256))).toEqual({ kind: 'image', sha256 });
    expect(parseBackupKey(setKey('runs', `${ID}.3`))).toEqual({ kind: 'set', of: 'runs', id: `${ID}.3` });
    expect(parseBackupKey(setKey('snapshots', ID))).toEqual({ kind: 'set', of: 'snapshots', id: ID });
  });

  it.each([
    'objects/ab/cd',
    `objects/aa/${'b'.repeat(64)}`,
    `objects/ab/${'AB'.repeat(32)}`,
    `runs/../runs/${ID}.json`,
    `runs/${ID}.json/x`,
    `other/${ID}.json`,
    'runs/x.json',
    `x/runs/${ID}.json`,
  ])('is nothing of ours: %s', (key) => {
    expect(parseBackupKey(key)).toBeUndefined();
  });

  it('has ids that are no paths', () => {
    expect(isBackupId(`${ID}.12`)).toBe(true);
    expect([`../${ID}`, `${ID}/x`, `${ID}.`, `${ID}.1.2`, 'latest', ''].map(isBackupId)).not.toContain(true);
  });
});
