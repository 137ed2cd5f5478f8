import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts';
import { startS3Server } from '../support/s3-server.ts';
import { createHubWorld, type HubWorld, takeFirstRevision } from './hub-world.ts';

const ENDPOINT = 'https://s3.example.org';

/** The world of an agent that keeps backups and reports in a real S3 server, behind a proxy that can fail. */
export interface StoreWorld extends HubWorld {
  readonly store: FaultyProxy;
}

/** Its agent took the first revision and has nothing left to do. */
export async function createStoreWorld(): Promise<StoreWorld> {
  const world = await createHubWorld();
  const server = await startS3Server();
  onTestFinished(() => server.stop());
  const store = await startFaultyProxy(server.endpoint);
  onTestFinished(() => store.stop());
  world.places.set(ENDPOINT, store.endpoint).set(hostOf(ENDPOINT), hostOf(store.endpoint));
  const settings = (name: string) => join(world.home, '../settings', name);
  for (const [name, text] of [
    ['s3.access', server.accessKey],
    ['s3.secret', server.secretKey],
  ] as const) {
    world.write(settings(name), `${text}\n`);
    chmodSync(settings(name), 0o600);
  }
  await takeFirstRevision(
    world,
    `store:
  kind: s3
  endpoint: ${store.endpoint}
  accessKey: { file: ${settings('s3.access')} }
  secretKey: { file: ${settings('s3.secret')} }
`,
  );
  return { ...world, store };
}

function hostOf(address: string): string {
  return new URL(address).host;
}
