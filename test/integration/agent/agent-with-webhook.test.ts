import { describe, expect, it } from 'vitest';
import type { HintSource } from '../../../src/agent/hint-source.ts';
import { runAgent } from '../../../src/agent/run-agent.ts';
import { Secret } from '../../../src/core/model/secret.ts';
import { startHttpServer } from '../../../src/web/http-server.ts';
import { deliver, WEBHOOK_SECRET } from '../web/webhook-rig.ts';

const rarely = { kind: 'interval', millis: 3_600_000 } as const;
const eachSecond = { kind: 'cron', expression: '* * * * * *', timezone: 'UTC' } as const;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('an agent with real time and a real webhook', () => {
  it('looks when it starts, when it hears, and by its cron expression, until it is stopped', async () => {
    const runs: string[] = [];
    let port = 0;
    let terminate: () => void = () => undefined;
    const webhook: HintSource = {
      start: async (onHint) => {
        const listen = { host: '127.0.0.1', port: 0 };
        const webhook = { secret: new Secret(WEBHOOK_SECRET), onHint };
        const server = await startHttpServer({ listen, webhook, log });
        port = server.port;
        return server;
      },
    };
    const ended = runAgent({
      once: false,
      schedule: { poll: rarely, pulls: rarely, scan: eachSecond, jitter: 0 },
      pass: async (wants) => {
        runs.push([...wants].sort().join(','));
        const states = { InSync: 1 };
        const servers = { wakeInMillis: undefined, busy: 0, held: 0 };
        const quiet = { isOk: true, news: false, revision: '', waiting: [], retryAfterMillis: undefined };
        return { ...quiet, states, servers, facts: undefined, hasTrouble: false, openPulls: undefined };
      },
      log,
      signals: {
        onHangUp: () => undefined,
        onTerminate: (listener) => {
          terminate = listener;
        },
      },
      webhook,
    });
    await expect.poll(() => runs[0]).toBe('pulls,repository,scan');
    expect((await deliver(port, { event: 'pull_request' })).status).toBe(202);
    await expect.poll(() => runs).toContain('pulls');
    await expect
      .poll(() => runs.filter((wants) => wants === 'scan').length, { timeout: 5_000 })
      .toBeGreaterThan(1);
    terminate();
    expect(await ended).toBe('stopped');
    const count = runs.length;
    await expect(deliver(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(runs).toHaveLength(count);
  });
});
