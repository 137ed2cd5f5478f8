import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../integration/adapters/temporary-folder.ts';
import { hasS3Server, startS3Server } from '../support/s3-server.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/main.js');

describe('the built program', () => {
  it.skipIf(!hasS3Server)('speaks with an S3 server, and says which key is wrong', async () => {
    const server = await startS3Server();
    onTestFinished(() => server.stop());
    const settings = settingsFile(server.endpoint);
    const list = (secret: string) =>
      run(['backups', 'list', '--config', settings], { ACCESS: server.accessKey, SECRET: secret });
    expect(await list(server.secretKey)).toMatchObject({ code: 0 });
    const refused = await list('canary');
    expect(refused.output).toMatch(/the secret key does not belong to the access key/);
    expect(refused.output).not.toMatch(/canary/);
  });
});

function settingsFile(endpoint: string): string {
  const dir = temporaryFolder();
  const repository = join(dir, 'repository');
  mkdirSync(join(repository, 'desired-state'), { recursive: true });
  mkdirSync(join(dir, 'instances'));
  execFileSync('git', ['init', '--quiet', repository]);
  const path = join(dir, 'agent.yaml');
  writeFileSync(
    path,
    `host: frost
source: { url: ${repository} }
amp: { instances: ${join(dir, 'instances')} }
state: ${join(dir, 'state')}
store:
  kind: s3
  endpoint: ${endpoint}
  accessKey: { env: ACCESS }
  secretKey: { env: SECRET }
`,
  );
  return path;
}

function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
