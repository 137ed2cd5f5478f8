import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHostProbe } from '../../../../src/adapters/probes/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const probe = createHostProbe();

describe('what a host tells of itself', () => {
  it('is who runs this, by name', () => {
    expect(probe.user().uid).toBe(process.getuid?.());
    expect(probe.user().name).toMatch(/^[a-z_][a-z0-9_-]*$/i);
  });

  it('is what lies at a path, links followed', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    chmodSync(join(folder, 'file'), 0o640);
    mkdirSync(join(folder, 'deep'), { mode: 0o700 });
    symlinkSync('file', join(folder, 'link'));
    const { uid, name } = probe.user();
    const own = { uid, owner: name, isWritable: true };
    expect(probe.describe(join(folder, 'file'))).toEqual({ kind: 'file', mode: 0o640, ...own });
    expect(probe.describe(join(folder, 'link'))).toEqual({ kind: 'file', mode: 0o640, ...own });
    expect(probe.describe(join(folder, 'deep'))).toEqual({ kind: 'folder', mode: 0o700, ...own });
    expect(probe.describe('/dev/null')).toMatchObject({ kind: 'other' });
    expect(probe.describe(join(folder, 'none'))).toEqual({ kind: 'absent' });
    expect(probe.describe(join(folder, 'file/below'))).toEqual({ kind: 'absent' });
    expect(probe.describe(`${folder}/${'x'.repeat(300)}`)).toEqual({
      kind: 'unreadable',
      code: 'ENAMETOOLONG',
    });
  });

  it('is the room on the disk, also for a folder that is not made yet', () => {
    const folder = temporaryFolder();
    const space = probe.space(folder);
    expect(space?.totalBytes).toBeGreaterThan(0);
    expect(space?.freeBytes).toBeLessThanOrEqual(space?.totalBytes ?? 0);
    expect(probe.space(join(folder, 'not/made/yet'))?.totalBytes).toBe(space?.totalBytes);
  });

  it('is the version of git', async () => {
    expect(await probe.gitVersion()).toMatch(/^\d+\.\d+/);
  });

  it('is that there is no systemd, or that it does not know a unit of no such name', async () => {
    const hasSystemd = existsSync('/run/systemd/system');
    const unit = await probe.unit('homeamp-no-such-unit.service');
    expect(unit).toEqual(hasSystemd ? { isLoaded: false, isEnabled: false, state: 'inactive' } : undefined);
  });
});
