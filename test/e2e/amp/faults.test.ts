import { describe, expect, it } from 'vitest';
import { readActivation } from '../../../src/engine/activation/activation-note.ts';
import { readHeldRevision } from '../../../src/engine/orders/held-revisions.ts';
import type { AmpFaultKind } from '../../../src/stand-ins/amp/faults.ts';
import { expectWhole, saveBeforeBeginning } from '../../support/amp-kills.ts';
import { changing, DEV01, MINUTE, reported, tickOnce, ticksOf, tickUntil, watch } from './fault-stories.ts';

const KINDS: readonly AmpFaultKind[] = [
  'html-502',
  'slow',
  'empty',
  'torn',
  'status-false',
  'exception',
  'bare-false',
  'no-session',
  'hang-up',
  'hang-up-after',
  'refuse-login',
];

const METHODS = [
  'Core/Login',
  'ADSModule/GetLocalInstances',
  'Core/GetStatus',
  'Core/GetUpdates',
  'Core/SendConsoleMessage',
  'Core/Stop',
  'Core/Start',
  'LocalFileBackupPlugin/TakeBackup',
  'LocalFileBackupPlugin/GetBackups',
];

const AWAY = /AMP failed by a fault of its own/;

describe('faults of AMP in the middle of a restart', () => {
  it.each(KINDS)(
    '%s: each call fails twice, and the server runs on its new files in the end',
    async (kind) => {
      const host = await changing({ activation: '{ restart: now, backup: amp, health: { watch: 3s } }' });
      await host.pass();
      for (const method of METHODS) {
        host.amp.faults.add({ kind, match: { method }, times: 2, delayMillis: 5 });
      }
      host.amp.loseSessions();
      await host.settle();
      await watch(host);
      expectWhole(host, { range: 2, starts: 1 }, kind);
      expect(readHeldRevision(host.agent.notes, DEV01)).toBeUndefined();
    },
  );

  it('is away from any moment on for longer than anything may take: it is told, and goes on when AMP is back', async () => {
    const health = '{ stopWithin: 20s, readyWithin: 20s, watch: 3s }';
    const host = await changing({ activation: `{ restart: now, health: ${health} }` });
    await saveBeforeBeginning(host, 'note activation/');
    await host.reset();
    const steps = await ticksOf(host);
    expect(steps.length).toBeGreaterThan(7);
    for (const [index] of steps.entries()) {
      await host.reset();
      await host.pass();
      for (let tick = 0; tick < index; tick += 1) await tickOnce(host);
      host.amp.faults.add({ kind: 'exception', times: 'forever' });
      host.amp.loseSessions();
      await host.settle(MINUTE);
      const step = readActivation(host.agent.notes, DEV01)?.step ?? 'none';
      const where = `tick ${index}, ${step}`;
      expect(JSON.stringify(reported(host)), where).toMatch(AWAY);
      host.amp.faults.clear();
      await watch(host);
      expectWhole(host, { range: 2, starts: 1 }, where);
      expect(readHeldRevision(host.agent.notes, DEV01), where).toBeUndefined();
    }
  });

  it("goes on when the instance's own part of AMP went down, and the server with it", async () => {
    const host = await changing();
    await saveBeforeBeginning(host, 'note activation/');
    for (const step of ['measuring', 'stopping', 'starting', 'watching'] as const) {
      await host.reset();
      await host.pass();
      await tickUntil(host, step);
      host.server.stopDaemon();
      await host.settle(10 * MINUTE);
      expect(host.live('Chairs'), step).toMatch(/^range: [12]\n/);
      expect(host.live('Tables'), step).toBe(host.live('Chairs'));
      await host.startDaemon();
      host.move(10_000);
      await host.pass();
      await host.settle();
      if (host.server.state === 0) host.server.start();
      host.move(MINUTE);
      await host.pass();
      await host.settle();
      expectWhole(host, { range: 2, starts: 3 }, step);
    }
  });
});
