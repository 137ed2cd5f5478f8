import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editLive } from './edit-live.ts';
import { commitAll, push } from './sandbox.ts';
import { expectExit, RYZEN, type Stage, XEON } from './stage.ts';

/** Tells the story of the commands once. Throws when a command does not end as the story needs it. */
export async function tellStory(stage: Stage): Promise<void> {
  await look(stage);
  await adopt(stage);
  await drift(stage);
  await changeByCommit(stage);
}

async function look(stage: Stage): Promise<void> {
  stage.heading('1. Is the repository right?');
  await expectExit(stage, ['validate', '--repo', stage.sandbox.repository], 0);
  stage.heading('2. What would change on hetzner-xeon?');
  stage.say(
    'Nothing is written by a plan. Two folders still carry old names, and homeamp finds them by alias.',
  );
  await expectExit(stage, onHost(stage, XEON, ['plan']), 1);
  stage.heading('3. And on ovh-ryzen?');
  stage.say(
    'The same repository; this host has the proxy (TOML), its server list page (HOCON) and the Bedrock gateway.',
  );
  await expectExit(stage, onHost(stage, RYZEN, ['plan']), 1);
}

async function adopt(stage: Stage): Promise<void> {
  stage.heading('4. Bring both hosts to what Git says');
  stage.say(
    'The plans above are named by their ids; had a file moved since, nothing would be written (exit code 4).',
  );
  stage.say(
    'Exit code 1 says that something still differs: one file that cannot be read is left alone, never guessed at.',
  );
  await expectExit(stage, onHost(stage, XEON, ['apply', '--plan', await planId(stage, XEON)]), 1);
  await expectExit(stage, onHost(stage, RYZEN, ['apply', '--plan', await planId(stage, RYZEN)]), 0);
  stage.heading('5. Mend the broken file, install the missing plugin, apply, and plan again');
  mendBrokenFile(stage);
  installMissingPlugin(stage);
  await expectExit(stage, onHost(stage, XEON, ['apply', '--yes']), 0);
  await expectExit(stage, onHost(stage, XEON, ['plan']), 0);
  await expectExit(stage, onHost(stage, RYZEN, ['plan']), 0);
}

async function drift(stage: Stage): Promise<void> {
  stage.heading('6. Two admins edit live files by hand');
  editLive(stage, {
    host: XEON,
    path: 'SMP101/Minecraft/server.properties',
    from: /^view-distance=.*$/m,
    to: 'view-distance=32',
  });
  editLive(stage, {
    host: RYZEN,
    path: 'VEL01/Minecraft/velocity.toml',
    from: /^show-max-players\s*=.*$/m,
    to: 'show-max-players = 9999',
  });
  await expectExit(stage, onHost(stage, XEON, ['status']), 1);
  await expectExit(stage, onHost(stage, RYZEN, ['plan']), 1);
  stage.heading('7. Who wants what, and why?');
  await expectExit(
    stage,
    [...onHost(stage, XEON, ['explain']), 'SMP101', 'server-properties', 'view-distance'],
    0,
  );
  stage.heading('8. Heal: Git wins');
  await expectExit(stage, onHost(stage, XEON, ['apply', '--heal', '--yes']), 0);
  await expectExit(stage, onHost(stage, RYZEN, ['apply', '--heal', '--yes']), 0);
}

async function changeByCommit(stage: Stage): Promise<void> {
  stage.heading('9. A new commit: minigames see one chunk further');
  const file = join(stage.sandbox.clone, 'desired-state/variables/groups/minigames.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^( +VIEW_DISTANCE: ).*$/m, '$19'));
  commitAll(stage.sandbox, 'Let minigames see nine chunks');
  push(stage.sandbox);
  await expectExit(stage, onHost(stage, XEON, ['plan']), 1);
  await expectExit(stage, onHost(stage, XEON, ['apply', '--plan', await planId(stage, XEON)]), 0);
  stage.heading('10. Players complain: take it back, to the byte');
  await expectExit(stage, onHost(stage, XEON, ['history', '--limit', '4']), 0);
  await expectExit(stage, [...onHost(stage, XEON, ['rollback']), await lastRun(stage), '--yes'], 0);
  stage.say('Git still asks for it, so the next plan shows it again until the commit is reverted.');
  await expectExit(stage, onHost(stage, XEON, ['status']), 1);
}

function onHost(stage: Stage, host: string, [command = '', ...rest]: readonly string[]): readonly string[] {
  const { sandbox } = stage;
  const place =
    command === 'history' || command === 'rollback' ? [] : ['--repo', sandbox.repository, '--host', host];
  const tree = place.length === 0 ? [] : ['--amp-root', sandbox.instancesOf(host)];
  return [command, ...rest, ...place, ...tree, '--state', sandbox.stateOf(host)];
}

function mendBrokenFile({ sandbox, say }: Stage): void {
  const file = join(sandbox.instancesOf(XEON), 'MIN01/Minecraft/plugins/CoreProtect/config.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('\tadded', '  added'));
  say('MIN01: the tab in CoreProtect/config.yml became two blanks.');
}

function installMissingPlugin({ sandbox, say }: Stage): void {
  const jar = join(sandbox.instancesOf(XEON), 'DEV01/Minecraft/plugins/Citizens-2.0.38.jar');
  appendFileSync(jar, 'PK');
  say('DEV01: Citizens-2.0.38.jar was put into plugins/.');
}

/** The id of the newest run on hetzner-xeon, taken from `history --json` as a script would. */
async function lastRun(stage: Stage): Promise<string> {
  const { text } = await stage.capture(onHost(stage, XEON, ['history', '--limit', '1', '--json']));
  const match = /"id":\s*"([0-9a-f-]+)\.\d+"/.exec(text);
  if (match?.[1] === undefined) throw new Error('the history names no run');
  return match[1];
}

/** The first digits of the id of the plan for a host, as `plan` showed it. */
async function planId(stage: Stage, host: string): Promise<string> {
  const { text } = await stage.capture(onHost(stage, host, ['plan', '--json']));
  const match = /"planId":\s*"([0-9a-f]{12})/.exec(text);
  if (match?.[1] === undefined) throw new Error('the plan has no id');
  return match[1];
}
