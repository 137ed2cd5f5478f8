import { describe, expect, it } from 'vitest';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import { readHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import { ampHost } from '../../support/amp-host.ts';
import {
  comeBack,
  expectWhole,
  isKilled,
  killEverywhere,
  saveBeforeBeginning,
} from '../../support/amp-kills.ts';
import { ranged } from '../../support/amp-place.ts';

const NOW = '{ restart: now, health: { watch: 3s } }';
const NOTE = 'note activation/alpha/DEV01';
const DEV01 = 'alpha/DEV01' as InstanceId;
const BROKEN = ['[10:00:00 ERROR]: Error occurred while enabling Chairs v1.0 (Is it up to date?)'];

describe('an agent that is killed at any effect', () => {
  it('of a restart', async () => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    await saveBeforeBeginning(host, 'note activation/');
    const killed = await killEverywhere(host, {
      from: NOTE,
      check: async (where) => {
        expectWhole(host, { range: 2, starts: 1 }, where);
        expect(readHeldRevision(host.agent.notes, DEV01), where).toBeUndefined();
      },
    });
    expect(killed.length).toBeGreaterThan(25);
  });

  it('of the recovery after it was killed in the middle of writing', async () => {
    const host = await ampHost({ activation: NOW });
    host.push(ranged(2));
    host.fate.dieBehind('commit');
    expect(await isKilled(host)).toBe(true);
    expect([host.live('Chairs'), host.live('Tables')]).toEqual([
      'range: 2\nmax: 10\n',
      'range: 1\nmax: 10\n',
    ]);
    await host.save();
    for (let effect = 0; effect < 8; effect += 1) {
      await host.reset();
      host.server.stop();
      host.move(10_000);
      host.edit('Chairs', 'range: 2\nmax: 10\n');
      host.fate.dieAfter(effect);
      expect(await isKilled(host)).toBe(true);
      await comeBack(host);
      expectWhole(host, { range: 2, starts: 1 }, `killed again before effect ${effect}`);
    }
  });

  it('of a change that is taken back', async () => {
    const host = await ampHost({
      activation: NOW,
      plugins: { failsOn: (_, text) => (text.includes('range: 9') ? BROKEN : undefined) },
    });
    host.push(ranged(9));
    await saveBeforeBeginning(host, 'note activation/');
    const killed = await killEverywhere(host, {
      from: 'journal staging',
      check: async (where) => {
        await host.pass();
        await host.settle();
        expectWhole(host, { range: 1, starts: 2 }, where);
        expect(readHeldRevision(host.agent.notes, DEV01)?.reason.message, where).toMatch(/^rolled back: /);
      },
    });
    expect(killed.length).toBeGreaterThan(25);
  });

  it('of a live write with a reload', async () => {
    const rule = '{ reload: "{plugin} reload", liveWriteSafe: true, expect: reloaded }';
    const host = await ampHost({ activation: NOW, rule });
    host.push(ranged(2, rule));
    await saveBeforeBeginning(host, 'journal staging');
    const killed = await killEverywhere(host, {
      from: 'journal staging',
      check: async (where) => expectWhole(host, { range: 2, starts: 0 }, where),
    });
    expect(killed.length).toBeGreaterThan(10);
  });
});
