import { MistakeError } from '../../core/model/errors.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { createScreen } from '../print/screen.ts';
import type { SecretsCall } from '../secrets/secrets-call.ts';

type Action = (call: SecretsCall) => Promise<ExitCode>;

const ACTIONS = new Map<string, () => Promise<Action>>([
  ['init', async () => (await import('../secrets/init.ts')).initIdentity],
  ['set', async () => (await import('../secrets/set.ts')).setSecrets],
  ['get', async () => (await import('../secrets/get.ts')).getSecret],
  ['rotate', async () => (await import('../secrets/rotate.ts')).rotateSecrets],
  ['recipients', async () => (await import('../secrets/recipients.ts')).keepRecipients],
  ['check', async () => (await import('../secrets/check.ts')).checkRepository],
  ['scan', async () => (await import('../secrets/scan.ts')).scanRepository],
  ['hook', async () => (await import('../secrets/hook.ts')).makeHook],
]);

/** `secrets init`, `set`, `get`, `rotate`, `recipients`, `check`, `scan` and `hook`. */
export async function runSecrets(
  context: CliContext,
  options: CliOptions,
  [action = '', ...operands]: readonly string[],
): Promise<ExitCode> {
  const load = ACTIONS.get(action);
  if (load === undefined) {
    const names = [...ACTIONS.keys()];
    throw new MistakeError(
      `secrets can't ${action}.${suggestName(action, names)}`,
      `Run \`homeamp secrets\` with ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}.`,
    );
  }
  const run = await load();
  return run({ context, options, operands, screen: createScreen(context, context.stdout, options) });
}
