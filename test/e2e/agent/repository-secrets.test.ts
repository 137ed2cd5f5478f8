import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { secretSealer } from '../../../src/adapters/secrets/index.ts';
import { CAREFUL_ACTIVATION } from '../../../src/core/model/policy.ts';
import { Secret } from '../../../src/core/model/secret.ts';
import { writeActivation } from '../../../src/engine/activation/activation-note.ts';
import { beginRestart } from '../../../src/engine/activation/begin-activation.ts';
import { hideSecrets } from '../../../src/engine/agent/hide-secrets.ts';
import { NO_SOURCE } from '../../../src/engine/agent/no-source.ts';
import type { Pass } from '../../../src/engine/agent/pass.ts';
import type { Notes } from '../../../src/ports/notes.ts';
import { type AgentFleet, agentFleet, type FleetHost } from '../../support/agent-fleet.ts';
import { sampleInstance } from '../../support/model-samples.ts';
import { baseline } from '../../support/small-fleet.ts';
import { approveAndMerge } from './publish-rig.ts';

/** Nobody may see it outside of the files that servers read. */
const CANARY = 'canary-9e41-of-the-branch';
const SEALED = 'desired-state/secrets/DB.age';

/** An identity for alpha, which beta does not have. */
async function vault() {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-vault-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const identity = join(dir, 'alpha.key');
  await secretSealer.makeIdentity(identity);
  const { recipients } = await secretSealer.openIdentity(identity);
  const seal = async (value: string) => ({
    [SEALED]: Buffer.from(await secretSealer.seal('DB', new Secret(value), recipients)).toString(),
  });
  const list = { 'desired-state/secrets/recipients.yaml': `hosts: { alpha: ${recipients.join('')} }\n` };
  return { identity, seal, list };
}

function leaksIn({ hosts, hub, git }: AgentFleet): readonly string[] {
  const commits = git('rev-list', '--all').split('\n');
  const published = JSON.stringify([
    commits.map((sha) => [hub.statusesOf(sha), hub.deploymentsOf(sha), hub.checksOf(sha)]),
    hub.commentsOf(1),
    hub.issues(),
    hub.requests.list(),
    hub.gitRequests.list(),
  ]);
  const kept = Object.values(hosts).flatMap(({ folder, said }) => [
    said.join('\n'),
    ...readdirSync(join(folder, 'state'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('/backups'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
  ]);
  return [published, ...kept].filter((text) => text.includes(CANARY)).map((text) => text.slice(0, 80));
}

/** A server that is on its way, whose words are about to be read. */
function beginSomething(notes: Notes): void {
  const note = beginRestart(notes, {
    instance: sampleInstance('DEV01'),
    address: { root: '/nowhere', server: 'DEV01' },
    policy: CAREFUL_ACTIVATION,
    cause: { kind: 'order', digest: '', revision: '', planId: '', by: 'root', reason: 'a test' },
    now: 0,
    soakMillis: 0,
    isForced: false,
    runId: null,
    nodes: [],
  });
  writeActivation(notes, note);
}

function hiddenBy({ agent }: FleetHost): readonly string[] {
  return agent
    .over(NO_SOURCE)
    .secrets.opener.hidden()
    .map((secret) => secret.reveal());
}

it('a secret of the repository reaches its host by a merge, and is seen nowhere on the way', async () => {
  const { identity, seal, list } = await vault();
  const block = 'range: 4\nsound: true\npassword: "{{secret:DB}}"\n';
  const fleet = await agentFleet({
    files: {
      ...(baseline('Chairs', block) as Record<string, string>),
      ...list,
      ...(await seal(`${CANARY}-one`)),
    },
    settings: (_hosted, { name }) => (name === 'alpha' ? { secrets: { file: undefined, identity } } : {}),
  });
  const { alpha, beta } = fleet.hosts;
  expect(alpha.live('DEV01')).toContain(`password: ${CANARY}-one`);
  expect(beta.live('HUB01')).not.toContain('password');
  expect(fleet.statusOf(fleet.git('rev-parse', 'main'), 'beta')).toContain('blocked: HUB01');
  expect(leaksIn(fleet)).toEqual([]);

  const { number } = await fleet.propose('rotate', await seal(`${CANARY}-two`));
  await alpha.pass();
  expect(fleet.comment(number)).toContain('+ password: (secret, changed)');
  expect(alpha.live('DEV01')).toContain(`${CANARY}-one`);
  expect(leaksIn(fleet)).toEqual([]);

  await approveAndMerge(fleet, number);
  await alpha.pass();
  expect(alpha.live('DEV01')).toContain(`password: ${CANARY}-two`);
  expect(leaksIn(fleet)).toEqual([]);

  await alpha.restart();
  const pass = { agent: alpha.agent, memory: { hiddenFor: '' } } as Pass;
  await hideSecrets(pass);
  expect(hiddenBy(alpha)).toEqual([]);
  const release = alpha.agent.lock();
  beginSomething(alpha.agent.notes);
  await hideSecrets(pass);
  release();
  expect(hiddenBy(alpha)).toEqual([`${CANARY}-two`]);
}, 120_000);
