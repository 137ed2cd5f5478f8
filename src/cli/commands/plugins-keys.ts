import type { ConfigDocument } from '../../core/formats/config-format.ts';
import { formatByName } from '../../core/formats/index.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { ManagedFile } from '../../core/model/managed-file.ts';
import { compareLiveKeys } from '../../core/onramp/versions/compare-live-keys.ts';
import { renderInstance } from '../../core/render/render-instance.ts';
import { fileBelow } from '../../engine/onramp/adopt/render-keys.ts';
import { documentOf } from '../../engine/onramp/versions/merge-plugin.ts';
import { showKey, showPlain } from '../../engine/onramp/versions/show-key.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { assertPlugin, findInstance } from '../find-instance.ts';
import type { Look } from '../look-at-live.ts';
import { type InstanceKeys, keysLines } from '../print/print-versions.ts';
import { createScreen } from '../print/screen.ts';
import { type LookSession, withLook } from '../with-look.ts';

/** Shows which owned keys the servers' own files no longer have, and which keys they have that nobody owns. */
export async function runKeys(context: CliContext, options: CliOptions, plugin: string): Promise<ExitCode> {
  if (options.ampRoot === undefined) {
    throw new MistakeError(
      'it is not known where the AMP instances lie',
      'Name the folder with --amp-root; AMP keeps it at ~/.ampdata/instances of the user it runs as.',
    );
  }
  const instances = await withLook(context, options, async (session) => {
    assertPlugin(session.state.desired.baselines.keys(), plugin);
    const found: InstanceKeys[] = [];
    for (const instance of chosenInstances(session, options, plugin)) {
      found.push(await lookAtInstance(context, session, { instance, plugin, options }));
    }
    return found;
  });
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) screen.json({ action: 'keys', instances });
  else screen.print(...keysLines(instances, screen.width));
  const files = instances.flatMap((instance) => instance.files);
  const isDone = files.every(
    ({ reason, vanished, fresh }) => reason === null && vanished.length + (fresh?.length ?? 0) === 0,
  );
  return isDone ? EXIT.done : EXIT.differs;
}

function chosenInstances(
  { state: { desired } }: LookSession,
  { instance: wanted = [], host }: CliOptions,
  plugin: string,
): readonly Instance[] {
  if (wanted.length > 0) return wanted.map((name) => findInstance(desired.fleet, name, host));
  return [...desired.fleet.instances.values()].filter(
    ({ id, managed, host: own }) =>
      managed &&
      (host === undefined || own === host) &&
      desired.placements.get(id)?.includes(plugin) === true,
  );
}

interface KeysQuestion {
  readonly instance: Instance;
  readonly plugin: string;
  readonly options: CliOptions;
}

async function lookAtInstance(
  context: CliContext,
  { state, findSecret, look }: LookSession,
  { instance, plugin, options }: KeysQuestion,
): Promise<InstanceKeys> {
  const { render } = renderInstance(state.compiled, instance, findSecret);
  const files = render.files.filter(
    (file) =>
      file.plugin === plugin &&
      file.format !== 'text' &&
      (options.file === undefined || fileBelow(file) === options.file),
  );
  const shown: InstanceKeys['files'][number][] = [];
  for (const file of files) {
    const earlier = await readEarlier(context, file, options.against);
    shown.push({ plugin, file: fileBelow(file), ...describeLook(await look(instance, file), file, earlier) });
  }
  return { id: instance.id, files: shown };
}

async function readEarlier(
  context: CliContext,
  file: ManagedFile,
  place: string | undefined,
): Promise<ConfigDocument | undefined> {
  if (place === undefined) return undefined;
  const path = fileBelow(file);
  return documentOf(await context.pluginDefaults.read(place, [path]), place, { path, format: file.format });
}

type KeysOfFile = Omit<InstanceKeys['files'][number], 'plugin' | 'file'>;

function describeLook(look: Look, file: ManagedFile, earlier: ConfigDocument | undefined): KeysOfFile {
  if (look.kind === 'not-looked-at') return unseen(look.reason);
  if (look.drift.kind === 'missing') return unseen('the file is not there');
  if (look.drift.kind === 'plugin-missing') return unseen('the plugin is not there');
  if (look.drift.kind === 'unreadable') return unseen(look.drift.reason);
  const read = formatByName(file.format).read(look.text);
  if (read.kind === 'unreadable') return unseen(read.error.message);
  const wanted = file.keys
    .filter(({ value }) => value.kind !== 'absent')
    .map(({ id, value }) => ({ id, value: value.kind === 'value' ? value.value : undefined }));
  const ids = new Set(file.keys.map(({ id }) => id));
  const { vanished, unowned, fresh } = compareLiveKeys(read.document, { ids, wanted }, earlier);
  return {
    reason: null,
    vanished: vanished.map(({ id, value, probably }) => ({
      key: id,
      ours: value === undefined ? { kind: 'hidden' } : showKey(id, { kind: 'value', value }),
      probably,
    })),
    unowned,
    fresh: fresh?.map(({ id, value }) => ({ key: id, value: showPlain(id, value) })) ?? null,
  };
}

function unseen(reason: string): KeysOfFile {
  return { reason, vanished: [], unowned: 0, fresh: null };
}
