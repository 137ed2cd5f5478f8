import { styled } from '../cli/print/screen.ts';
import { AMP_USER, type DemoAmp, openDemoAmp, PETS_LIMIT } from './demo-amp.ts';
import type { DemoHub } from './demo-hub.ts';
import { editDesired } from './edit-desired.ts';
import { tellKeepingStory } from './keeping-story.ts';
import { tellOnrampStory } from './onramp-story.ts';
import { climb, passOf, soak } from './pass-of.ts';
import { commitAll, followMain, startBranch } from './sandbox.ts';
import { showComment, showDeployments, showStatuses } from './show-hub.ts';
import { expectExit, RYZEN, type Stage, XEON } from './stage.ts';

/** Tells the story of the servers once. The stand-ins for AMP that it needs are gone when it ends, however it ends. */
export async function tellServerStory(stage: Stage, hub: DemoHub): Promise<void> {
  const amp = await openDemoAmp(stage.sandbox);
  try {
    await begin(stage, hub, amp);
    await waitForPlayers(stage, hub, amp);
    await failOnCanary(stage, hub);
    await promote(stage, hub);
    await tellKeepingStory(stage);
    await tellOnrampStory(stage);
  } finally {
    await amp.close();
  }
}

async function begin(stage: Stage, hub: DemoHub, amp: DemoAmp): Promise<void> {
  stage.heading('16. AMP joins: all servers run now, and the agents may stop and start them');
  stage.say(
    `A stand-in for AMP on each host listens on 127.0.0.1 while the demo lasts. Its servers are simulated: plugins that save at shutdown, players, a console. The agents log in as ${AMP_USER}.`,
  );
  const [settings = ''] = [XEON, RYZEN].map((host) => hub.writeSettings(host, amp));
  stage.gap();
  stage.print([styled('bold', `$DEMO/hosts/${XEON}/agent.yaml`), ' has in addition']);
  stage.print(
    ['  amp:'],
    ['    kind: api'],
    [`    url: ${amp.urlOf(XEON)}`],
    [`    username: ${AMP_USER}`],
    [`    password: { file: ${stage.sandbox.ampPasswordOf(XEON).replace(stage.sandbox.dir, '$DEMO')} }`],
  );
  stage.gap();
  await expectExit(stage, ['config', 'check', '--config', settings], 0);
}

async function waitForPlayers(stage: Stage, hub: DemoHub, amp: DemoAmp): Promise<void> {
  stage.heading('17. A change that needs restarts, while people play');
  const evo = amp.server(XEON, 'EVO01');
  for (const player of ['steve', 'alex', 'zuri']) evo.join(player);
  const { merged } = await changeHerds(stage, hub, { vip: 20, title: 'Let VIPs keep 20 pets' });
  stage.say(
    'CombatPets saves its file when its server stops, so it is written while the server is down. DEV01 may be restarted at any time; on EVO01, a canary, three people play, and its policy allows a restart below two.',
  );
  await passOf(stage, XEON);
  await soak();
  await passOf(stage, XEON);
  await expectExit(
    stage,
    ['status', '--instance', 'DEV01', '--instance', 'EVO01', ...configOf(stage, XEON)],
    1,
  );
  stage.say('Steve and Alex leave. Zuri stays, and is told.');
  for (const player of ['steve', 'alex']) evo.leave(player);
  await passOf(stage, XEON);
  stage.gap();
  stage.print(
    [styled('dim', 'WHAT ZURI READ ON EVO01')],
    ...amp.saidOn(XEON, 'EVO01').map((text) => [`  ${text}`]),
  );
  stage.gap();
  stage.say('Production comes after the canary has soaked.');
  await soak();
  await passOf(stage, XEON, RYZEN);
  showStatuses(stage, hub.github, merged);
  showDeployments(stage, hub.github, merged);
}

async function failOnCanary(stage: Stage, hub: DemoHub): Promise<void> {
  stage.heading('18. A canary that fails, and goes back by itself');
  const { number, merged } = await changeHerds(stage, hub, { vip: 500, title: 'Let VIPs keep 500 pets' });
  stage.say(
    `The CombatPets of EVO01 takes ${PETS_LIMIT} at most. DEV01 does well with it, EVO01 does not come up right.`,
  );
  await passOf(stage, XEON);
  await soak();
  await passOf(stage, XEON, XEON, RYZEN);
  showStatuses(stage, hub.github, merged);
  showComment(stage, hub.github, number);
  await expectExit(stage, ['status', '--instance', 'EVO01', ...configOf(stage, XEON)], 1);
  stage.say('EVO01 runs on its old files. The change is not tried there again, and production never saw it.');
}

async function promote(stage: Stage, hub: DemoHub): Promise<void> {
  stage.heading('19. Corrected, and promoted');
  const { merged } = await changeHerds(stage, hub, { vip: 40, title: 'Let VIPs keep 40 pets' });
  await climb(stage);
  showStatuses(stage, hub.github, merged);
  showDeployments(stage, hub.github, merged);
}

interface MergedPull {
  readonly number: number;
  /** The merged commit. */
  readonly merged: string;
}

/** Opens a pull request, has it planned, reviewed and merged. */
async function changeHerds(
  stage: Stage,
  hub: DemoHub,
  { vip, title }: { readonly vip: number; readonly title: string },
): Promise<MergedPull> {
  const { github } = hub;
  const branch = `pets-${vip}`;
  followMain(stage.sandbox, github.bareRepository);
  startBranch(stage.sandbox, branch);
  editDesired(stage, 'baselines/CombatPets.md', { from: /\bvip: \d+/, to: `vip: ${vip}` });
  commitAll(stage.sandbox, title);
  await hub.push(branch);
  const number = await github.openPull({ head: branch, author: 'carol', title });
  stage.say(`Carol opened pull request #${number}: ${title}.`);
  await passOf(stage, XEON, RYZEN);
  github.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
  const merged = await github.merge({ pull: number, by: 'bob', method: 'merge' });
  stage.say(`Alice approved #${number}, and Bob merged it as ${merged.slice(0, 12)}.`);
  return { number, merged };
}

function configOf({ sandbox }: Stage, host: string): readonly string[] {
  return ['--config', sandbox.settingsOf(host)];
}
