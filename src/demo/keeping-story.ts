import { expectExit, type Stage, XEON } from './stage.ts';

/** Shows what the hosts keep of what happened. Throws when a command does not end as the story needs it. */
export async function tellKeepingStory(stage: Stage): Promise<void> {
  const config = ['--config', stage.sandbox.settingsOf(XEON)];
  stage.heading('20. What the hosts keep of all that');
  stage.say(
    'Each host signs its heartbeat and reports. Here both put them into one folder; with an S3 server it is a bucket.',
  );
  await expectExit(stage, ['hosts', ...config], 0);
  stage.say('Who did what, on which commit, and who had approved it:');
  await expectExit(stage, ['audit', '--limit', '8', '--state', stage.sandbox.stateOf(XEON)], 0);
  stage.say(
    'Before a file is touched, what is there is stored, with a manifest; and what came of it as well.',
  );
  await expectExit(stage, ['backups', 'list', '--instance', 'EVO01', '--limit', '4', ...config], 0);
  await expectExit(stage, ['backups', 'verify', ...config], 0);
  stage.say('And whether this host has all that it needs:');
  await expectExit(stage, ['doctor', ...config], 0);
}
