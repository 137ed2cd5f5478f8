import { formatByName } from '../../core/formats/index.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { DesiredKey, InstanceRender, ManagedFile } from '../../core/model/managed-file.ts';
import { explainKey } from '../../core/render/explain-key.ts';
import { renderInstance } from '../../core/render/render-instance.ts';
import {
  type Explanation,
  type LiveReport,
  reportExplanation,
} from '../../core/report/report-explanation.ts';
import { reportDesired, reportLive } from '../../core/report/report-value.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { assertPlugin, findInstance } from '../find-instance.ts';
import type { Look } from '../look-at-live.ts';
import { printExplanation } from '../print/print-explanation.ts';
import { createScreen } from '../print/screen.ts';
import { withLook } from '../with-look.ts';

/** Shows where one key's value comes from, layer by layer, and what the server has. */
export async function runExplain(
  context: CliContext,
  options: CliOptions,
  [instanceName = '', plugin = '', keyName = '']: readonly string[],
): Promise<ExitCode> {
  const explanation = await withLook(
    context,
    options,
    async ({ state, findSecret, look }): Promise<Explanation> => {
      const { desired, compiled } = state;
      const instance = findInstance(desired.fleet, instanceName, options.host);
      assertPlugin(desired.baselines.keys(), plugin);
      const { render } = renderInstance(compiled, instance, findSecret);
      const { file, key } = findKey(render, { plugin, keyName, path: options.file });
      const layers = explainKey(compiled, { instance, plugin, keyId: key.id }, findSecret);
      return reportExplanation({
        instance: instance.id,
        file,
        key,
        layers: layers.filter((layer) => isNamed(file, layer.file)),
        live: liveOf(await look(instance, file), key),
      });
    },
  );
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) screen.json(explanation);
  else printExplanation(screen, explanation);
  return EXIT.done;
}

interface WantedKey {
  readonly plugin: string;
  readonly keyName: string;
  readonly path: string | undefined;
}

function findKey(
  render: InstanceRender,
  { plugin, keyName, path }: WantedKey,
): { readonly file: ManagedFile; readonly key: DesiredKey } {
  const own = render.files.filter((file) => file.plugin === plugin);
  if (own.length === 0) {
    throw new MistakeError(
      `${render.instance.id} does not have the plugin ${plugin}`,
      'Look at the deployment matrix, or at another instance.',
    );
  }
  const files = own.filter((file) => path === undefined || isNamed(file, path));
  const found = files.flatMap((file) =>
    file.keys.filter(({ id }) => id === keyName).map((key) => ({ file, key })),
  );
  const [first, second] = found;
  if (first === undefined) throw unknownKey(files, own, keyName);
  if (second === undefined) return first;
  const paths = found.map(({ file }) => file.path).join(' or ');
  throw new MistakeError(`several files own the key ${keyName}`, `Say which with --file: ${paths}.`);
}

function isNamed(file: ManagedFile, path: string): boolean {
  return file.path === path || file.path.endsWith(`/${path}`);
}

function unknownKey(
  files: readonly ManagedFile[],
  own: readonly ManagedFile[],
  keyName: string,
): MistakeError {
  if (files.length === 0) {
    return new MistakeError(
      'the plugin has no such file',
      `Take one of: ${own.map(({ path }) => path).join(', ')}.`,
    );
  }
  const ids = files.flatMap((file) => file.keys.map(({ id }) => id));
  return new MistakeError(
    `no owned key is named ${keyName}.${suggestName(keyName, [...ids, ...lastSegmentOf(ids, keyName)])}`,
    'Keys are written with dots, such as `section.key`; `homeamp render` lists them.',
  );
}

/** A key under its last segment alone, which people type when they forget the section. */
function lastSegmentOf(ids: readonly string[], keyName: string): readonly string[] {
  return ids.filter((id) => id.endsWith(`.${keyName}`)).slice(0, 1);
}

function liveOf(look: Look, key: DesiredKey): LiveReport {
  if (look.kind === 'not-looked-at') return look;
  const { drift, text } = look;
  switch (drift.kind) {
    case 'plugin-missing':
      return { kind: 'not-looked-at', reason: 'the plugin is not installed' };
    case 'unreadable':
      return { kind: 'not-looked-at', reason: `the file can't be read: ${drift.reason}` };
    case 'missing':
    case 'compared': {
      const differing = drift.keys.find((candidate) => candidate.key.id === key.id);
      const line = lineOf(drift.file, text, key.id);
      if (differing === undefined)
        return { kind: 'compared', verdict: 'in-sync', value: reportDesired(key), line };
      const { verdict, live } = differing;
      return { kind: 'compared', verdict, value: reportLive(key, live), line };
    }
  }
}

function lineOf(file: ManagedFile, text: string, id: string): number {
  const result = formatByName(file.format).read(text);
  return result.kind === 'read' ? (result.document.get(id)?.line ?? 0) : 0;
}
