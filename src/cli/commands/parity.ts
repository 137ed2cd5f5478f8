import type { FileDrift } from '../../core/model/drift.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { DesiredKey, ManagedFile } from '../../core/model/managed-file.ts';
import { renderInstance } from '../../core/render/render-instance.ts';
import {
  compareInstances,
  type LiveParity,
  type Parity,
  type ParityInput,
} from '../../core/report/compare-instances.ts';
import { reportDesired, reportLive } from '../../core/report/report-value.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { assertPlugin } from '../find-instance.ts';
import type { Look } from '../look-at-live.ts';
import { printParity } from '../print/print-parity.ts';
import { createScreen } from '../print/screen.ts';
import { type LookSession, withLook } from '../with-look.ts';

/** Compares a plugin's keys across all managed instances that have it: one key, or those that differ. */
export async function runParity(
  context: CliContext,
  options: CliOptions,
  [plugin = '', keyName]: readonly string[],
): Promise<ExitCode> {
  const whole = await withLook(context, options, (session) => compare(session, plugin));
  const parity = { ...whole, keys: chooseKeys(whole, keyName) };
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) screen.json(parity);
  else printParity(screen, parity);
  return EXIT.done;
}

async function compare({ state, findSecret, look }: LookSession, plugin: string): Promise<Parity> {
  const { desired, compiled } = state;
  assertPlugin(desired.baselines.keys(), plugin);
  const instances = [...desired.fleet.instances.values()].filter(
    ({ id, managed }) => managed && desired.placements.get(id)?.includes(plugin),
  );
  const inputs: ParityInput[] = [];
  for (const instance of instances) {
    const { render } = renderInstance(compiled, instance, findSecret);
    const files = render.files.filter((file) => file.plugin === plugin);
    inputs.push({ instance: instance.id, files, liveOf: await lookAtAll(look, instance, files) });
  }
  return compareInstances(plugin, inputs);
}

async function lookAtAll(
  look: LookSession['look'],
  instance: Instance,
  files: readonly ManagedFile[],
): Promise<ParityInput['liveOf']> {
  const looks = new Map<string, Look>();
  for (const file of files) looks.set(file.path, await look(instance, file));
  return (file, key) => {
    const looked = looks.get(file.path);
    return looked?.kind === 'looked' ? liveParity(looked.drift, key) : undefined;
  };
}

function liveParity(drift: FileDrift, key: DesiredKey): LiveParity | undefined {
  if (drift.kind === 'plugin-missing' || drift.kind === 'unreadable') return undefined;
  const found = drift.keys.find((candidate) => candidate.key.id === key.id);
  if (found === undefined || found.verdict === 'converged')
    return { value: reportDesired(key), drifts: false };
  return { value: reportLive(key, found.live), drifts: true };
}

function chooseKeys(parity: Parity, keyName: string | undefined): Parity['keys'] {
  if (keyName === undefined) return parity.keys.filter((key) => key.differs);
  const found = parity.keys.filter((key) => key.key === keyName);
  if (found.length > 0) return found;
  const ids = parity.keys.map((key) => key.key);
  throw new MistakeError(
    `no owned key of ${parity.plugin} is named ${keyName}.${suggestName(keyName, ids)}`,
    'Keys are written with dots, such as `section.key`; `homeamp render` lists them.',
  );
}
