import { type HostLook, isWell } from '../../core/report/host-look.ts';
import { lookAtHosts } from '../../engine/agent/look-at-hosts.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { hostsLines } from '../print/print-hosts.ts';
import { createScreen } from '../print/screen.ts';

/** Shows the last heartbeat of every host; ends with 1 when one is silent, or can't be believed where its key is known. */
export async function runHosts(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const settings = loadSettings(settingsPath(context.environment, options.config), context.environment);
  const { agent, close } = await context.openAgent(settings);
  try {
    const looks = await lookAtHosts(agent);
    const { publicKey } = agent.signer;
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json({ publicKey, hosts: looks.map(hostJson) });
    else {
      const seen = { looks, publicKey, host: agent.name, now: agent.clock.now() };
      screen.print(...hostsLines(seen, screen.width));
    }
    return looks.every(isWell) ? EXIT.done : EXIT.differs;
  } finally {
    await close();
  }
}

function hostJson({ heartbeat, ...look }: HostLook) {
  if (heartbeat === null) return { ...look, heartbeat };
  const { version, at, nextBy, revision, isOk, states, report } = heartbeat;
  return { ...look, heartbeat: { version, at, nextBy, revision, isOk, states, report } };
}
