import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AgentProcess, type Ended, processesNaming, startProcess, waitFor } from './agent-process.ts';
import { AMP_PASSWORD, type AmpPlace, type AmpPlaceOptions, ampPlace } from './amp-place.ts';

/** A host in real time, for the built command in processes of its own. */
export interface AmpDaemon extends AmpPlace {
  /** `homeamp agent` with these words. */
  start(...words: readonly string[]): AgentProcess;
  /** Any command, to its end. */
  run(...words: readonly string[]): Promise<Ended>;
  /** Waits until the server is in one of AMP's states. */
  reaches(...states: readonly number[]): Promise<void>;
}

/** Nothing runs yet but the stand-in for AMP and its server; all of it is gone with the test. */
export async function ampDaemon(options: Omit<AmpPlaceOptions, 'now'> = {}): Promise<AmpDaemon> {
  const place = await ampPlace(options);
  const { folder, amp, server } = place;
  onTestFinished(() =>
    waitFor(
      () => processesNaming(folder).length === 0,
      () => processesNaming(folder).join('\n'),
    ),
  );
  const config = join(folder, 'agent.yaml');
  writeFileSync(config, JSON.stringify(settingsOf(folder, amp.url)));
  const environment = { HOMEAMP_CONFIG: config, HOMEAMP_AMP_PASSWORD: AMP_PASSWORD };
  return {
    ...place,
    start: (...words) => startProcess(['agent', ...words], { folder, environment }),
    run: (...words) => startProcess(words, { folder, environment }).ended,
    reaches: (...states) =>
      waitFor(
        () => states.includes(server.state),
        () => `the server is in state ${server.state} and not in ${states.join(' or ')}`,
      ),
  };
}

function settingsOf(folder: string, url: string) {
  return {
    host: 'alpha',
    source: { url: join(folder, 'repository'), branch: 'main' },
    gates: { trustFirstRevision: true },
    amp: {
      kind: 'api',
      instances: join(folder, 'instances'),
      url,
      username: 'homeamp',
      password: { env: 'HOMEAMP_AMP_PASSWORD' },
    },
    state: join(folder, 'state'),
    schedule: { poll: '10s', pulls: '10s', scan: '1h', jitter: '0%' },
  };
}
