import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openState } from '../../../src/adapters/state/index.ts';
import type { HostWriters } from '../../../src/engine/apply/host-writers.ts';
import { recover } from '../../../src/engine/apply/recover.ts';
import { listSets } from '../../../src/engine/backups/list-keys.ts';
import { readSet } from '../../../src/engine/backups/read-set.ts';
import { createSetVerifier } from '../../../src/engine/backups/verify-set.ts';
import { OLD_RULES, OLD_SERVER } from '../../support/apply-samples.ts';
import { createHostRig, hostOver } from '../../support/host-rig.ts';

const repository = join(import.meta.dirname, '../../..');
let scripts: string;

beforeAll(async () => {
  scripts = mkdtempSync(join(tmpdir(), 'homeamp-kill-'));
  symlinkSync(join(repository, 'node_modules'), join(scripts, 'node_modules'));
  await build({
    entryPoints: [join(repository, 'test/support/apply-and-die.ts')],
    outfile: join(scripts, 'apply-and-die.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
});

afterAll(() => rmSync(scripts, { recursive: true, force: true }));

it('a process that is killed at any effect leaves files that recovery makes wholly old or wholly new', async () => {
  const outcomes: string[] = [];
  for (let limit = 0; outcomes.at(-1) !== 'finished'; limit += 1) {
    expect(limit).toBeLessThan(60);
    outcomes.push(await killAfter(limit));
  }
  expect(outcomes.length).toBeGreaterThan(10);
  expect(new Set(outcomes)).toEqual(new Set(['old', 'new', 'finished']));
}, 120_000);

async function killAfter(limit: number): Promise<'old' | 'new' | 'finished'> {
  const rig = await createHostRig({ 'server.properties': OLD_SERVER, 'plugins/CMI/rules.txt': OLD_RULES });
  try {
    const child = spawnSync(process.execPath, [join(scripts, 'apply-and-die.mjs'), rig.dir, `${limit}`], {
      encoding: 'utf8',
    });
    if (child.stdout === 'done') return 'finished';
    expect(child.signal).toBe('SIGKILL');
    const state = await openState(join(rig.dir, 'state'));
    const host = hostOver(rig.dir, state);
    if (isTouched(rig.root)) expect(await backedUpSets(host)).toEqual([{ files: 3, problems: [] }]);
    await recover(host);
    expect(host.journal.unfinished()).toEqual([]);
    await state.close();
    return settledState(rig.root);
  } finally {
    await rig.dispose();
  }
}

/** True once a target is not as it was, or something lies beside one. */
function isTouched(root: string): boolean {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const server = readFileSync(join(root, 'server.properties'), 'utf8');
  const rules = readFileSync(join(root, 'plugins/CMI/rules.txt'), 'utf8');
  return names.length > 2 || server !== OLD_SERVER || rules !== OLD_RULES;
}

/** What the backups would give back, read to the last byte. */
async function backedUpSets({ backups, signer }: HostWriters) {
  const reader = { signer, trusted: new Set([signer.publicKey]), host: 'hetzner-xeon' };
  const verifier = createSetVerifier({ name: 'host', store: backups }, reader);
  const found = [];
  for (const name of await listSets(backups)) {
    const reading = await readSet({ ...reader, backups }, name);
    const files = reading.kind === 'read' ? reading.manifest.files.length : 0;
    found.push({ files, problems: (await verifier.verify(name))?.problems });
  }
  return found;
}

function settledState(root: string): 'old' | 'new' {
  const server = readFileSync(join(root, 'server.properties'), 'utf8');
  const rules = readFileSync(join(root, 'plugins/CMI/rules.txt'), 'utf8');
  const created = existsSync(join(root, 'plugins/CMI/lang/names.properties'));
  const temporary = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tmp'),
  );
  expect(temporary).toEqual([]);
  const isNew = server !== OLD_SERVER;
  expect({ rulesAreNew: rules !== OLD_RULES, created }).toEqual({ rulesAreNew: isNew, created: isNew });
  return isNew ? 'new' : 'old';
}
