import { join } from 'node:path';
import { editLive } from './edit-live.ts';
import { passOf } from './pass-of.ts';
import { expectExit, RYZEN, type Stage } from './stage.ts';

/** Shows the ways into a repository, and back into it. Throws when a command does not end as the story needs it. */
export async function tellOnrampStory(stage: Stage): Promise<void> {
  const imported = join(stage.sandbox.dir, 'imported');
  await keepEdit(stage);
  await importHost(stage, imported);
  await sealSecrets(stage, imported);
}

async function keepEdit(stage: Stage): Promise<void> {
  stage.heading('21. An edit on a server that is right finds its way into Git');
  editLive(stage, {
    host: RYZEN,
    path: 'CREA01/Minecraft/plugins/WorldEdit/config.yml',
    from: /max-brush-radius: \d+/,
    to: 'max-brush-radius: 20',
  });
  stage.say(
    'Bob made the brush larger in the game. Alice keeps it, for the whole group of creative servers:',
  );
  const what = ['--instance', 'CREA01', '--layer', 'group:creative', '--yes'];
  await expectExit(stage, ['adopt', ...what, '--config', stage.sandbox.settingsOf(RYZEN)], 0);
  stage.say('Like any pull request it gets a plan, and waits for a review.');
  await passOf(stage, RYZEN);
}

async function importHost(stage: Stage, into: string): Promise<void> {
  stage.heading('22. Had there been no repository: one of what the servers have');
  stage.say(
    'The values that servers share go into baselines, the others into overrides, ports and names into variables. At the end a plan on these very servers proves that nothing would change.',
  );
  const from = `${RYZEN}=${stage.sandbox.instancesOf(RYZEN)}`;
  await expectExit(stage, ['import', 'live', '--from', from, '--into', into], 0);
}

async function sealSecrets(stage: Stage, imported: string): Promise<void> {
  const { dir, instancesOf, stateOf } = stage.sandbox;
  stage.heading('23. Its passwords go into Git, and only the host can read them');
  const repo = ['--repo', imported];
  const identity = join(dir, 'hosts', RYZEN, 'age.key');
  await expectExit(stage, ['secrets', 'init', '--host', RYZEN, '--identity', identity, ...repo], 0);
  await expectExit(stage, ['secrets', 'set', '--from', `${imported}.secrets.env`, ...repo], 0);
  stage.say('Opened with the key of the host (HOMEAMP_AGE_IDENTITY_FILE), they are the ones on the servers:');
  process.env['HOMEAMP_AGE_IDENTITY_FILE'] = identity;
  const place = ['--amp-root', instancesOf(RYZEN), '--state', join(stateOf(RYZEN), 'imported')];
  await expectExit(stage, ['plan', ...repo, '--host', RYZEN, ...place], 0);
}
