import { readFileSync } from 'node:fs';
import { styled } from '../cli/print/screen.ts';
import { type DemoHub, openDemoHub, REPOSITORY } from './demo-hub.ts';
import { editDesired } from './edit-desired.ts';
import { editLive } from './edit-live.ts';
import { climb, passOf, soak } from './pass-of.ts';
import { commitAll, followMain, revert, startBranch, tipOf } from './sandbox.ts';
import { tellServerStory } from './server-story.ts';
import { showCost } from './show-cost.ts';
import { showComment, showDeployments, showIssue, showStatuses } from './show-hub.ts';
import { expectExit, RYZEN, type Stage, XEON } from './stage.ts';

/** Tells the story of the pull requests once. The stand-in that it needs is gone when it ends, however it ends. */
export async function tellPullRequestStory(stage: Stage): Promise<void> {
  const hub = await openDemoHub(stage.sandbox);
  try {
    await begin(stage, hub);
    const merged = await mergeReviewed(stage, hub, await proposeChange(stage, hub));
    await driftUnderAgents(stage, hub);
    await revertByPull(stage, hub, merged);
    await tellServerStory(stage, hub);
    followMain(stage.sandbox, hub.github.bareRepository);
    showCost(stage, hub.github);
  } finally {
    await hub.github.close();
  }
}

async function begin(stage: Stage, hub: DemoHub): Promise<void> {
  const { sandbox } = stage;
  stage.heading('11. The repository moves to GitHub, and each host gets an agent');
  stage.say(
    'A stand-in for GitHub listens on 127.0.0.1 while the demo runs; Git goes over HTTP, as it would to github.com.',
  );
  revert(sandbox, 'HEAD');
  await hub.push('main');
  stage.say(`The commit of chapter 9 was reverted, and main was pushed to ${REPOSITORY}.`);
  const settings = [XEON, RYZEN].map((host) => hub.writeSettings(host));
  stage.gap();
  stage.print([styled('bold', `$DEMO/hosts/${XEON}/agent.yaml`)]);
  const text = readFileSync(settings[0] ?? '', 'utf8').replaceAll(sandbox.dir, '$DEMO');
  stage.print(
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => [`  ${line}`]),
  );
  stage.gap();
  stage.say('No agent applies a branch that it never saw: somebody looks at it and says so, on each host.');
  const tip = tipOf(sandbox, 'main');
  for (const host of [XEON, RYZEN]) {
    const order = ['resume', '--accept-history', tip.slice(0, 12), '--config', sandbox.settingsOf(host)];
    await expectExit(stage, order, 0);
  }
  await passOf(stage, XEON, RYZEN);
  showStatuses(stage, hub.github, tip);
}

/** Gives the pull request's number. */
async function proposeChange(stage: Stage, hub: DemoHub): Promise<number> {
  const { github } = hub;
  const title = 'Let claims grow to 150,000 blocks';
  stage.heading('12. Carol opens a pull request, and both hosts say what it would do');
  startBranch(stage.sandbox, 'larger-claims');
  editDesired(stage, 'baselines/GriefPrevention.md', {
    from: /Max Accrued Claim Blocks: \{ Default: \d+ \}/,
    to: 'Max Accrued Claim Blocks: { Default: 150000 }',
  });
  commitAll(stage.sandbox, title);
  await hub.push('larger-claims');
  const number = await github.openPull({ head: 'larger-claims', author: 'carol', title });
  stage.say(`Carol pushed a commit to larger-claims and opened pull request #${number}: ${title}.`);
  await passOf(stage, XEON, RYZEN);
  showStatuses(stage, github, tipOf(stage.sandbox, 'larger-claims'));
  showComment(stage, github, number);
  return number;
}

/** Gives the merged commit. */
async function mergeReviewed(stage: Stage, { github }: DemoHub, number: number): Promise<string> {
  stage.heading('13. Alice approves, Bob merges, and the change climbs the stages');
  stage.say(
    'DEV01 comes first, then the canaries EVO01 and CLIP01, one on each host; production waits for both. Each stage must do well for its soak time before the next begins.',
  );
  github.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
  const merged = await github.merge({ pull: number, by: 'bob', method: 'merge' });
  stage.say(`Alice approved #${number}, and Bob merged it as ${merged.slice(0, 12)}.`);
  await passOf(stage, XEON);
  showStatuses(stage, github, merged);
  stage.say('DEV01 has it and soaks. After that come the canaries.');
  await soak();
  await passOf(stage, XEON, RYZEN);
  showDeployments(stage, github, merged);
  await soak();
  await passOf(stage, XEON, RYZEN, XEON);
  showStatuses(stage, github, merged);
  showDeployments(stage, github, merged);
  showComment(stage, github, number);
  return merged;
}

async function driftUnderAgents(stage: Stage, { github }: DemoHub): Promise<void> {
  const { sandbox } = stage;
  stage.heading('14. Somebody edits a live file, and an issue opens');
  editLive(stage, {
    host: RYZEN,
    path: 'CREA01/Minecraft/server.properties',
    from: /^max-players=.*$/m,
    to: 'max-players=5000',
  });
  await passOf(stage, RYZEN);
  showIssue(stage, github);
  stage.say('The policy of this fleet only reports such edits, so a person decides. Alice puts it back:');
  const heal = ['apply', '--heal', '--instance', 'CREA01', '--yes', '--config', sandbox.settingsOf(RYZEN)];
  await expectExit(stage, heal, 0);
  await passOf(stage, RYZEN);
  showIssue(stage, github);
}

async function revertByPull(stage: Stage, hub: DemoHub, merged: string): Promise<void> {
  const { github } = hub;
  stage.heading('15. Back by pull request, and nobody gets around the review');
  followMain(stage.sandbox, github.bareRepository);
  startBranch(stage.sandbox, 'smaller-claims');
  revert(stage.sandbox, merged);
  await hub.push('smaller-claims');
  const title = 'Revert "Let claims grow to 150,000 blocks"';
  const number = await github.openPull({ head: 'smaller-claims', author: 'carol', title });
  stage.say(`Carol opened pull request #${number}: ${title}.`);
  await passOf(stage, XEON, RYZEN);
  const reverted = await github.merge({ pull: number, by: 'bob', method: 'squash' });
  stage.gap();
  stage.say('Bob is an admin and merged it at once, without a review.');
  await passOf(stage, XEON, RYZEN);
  showStatuses(stage, github, reverted);
  showComment(stage, github, number);
  github.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
  stage.say('Alice approves it now, as it was merged.');
  await climb(stage);
  showStatuses(stage, github, reverted);
  showDeployments(stage, github, reverted);
}
