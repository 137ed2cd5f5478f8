import { MistakeError } from '../../core/model/errors.ts';
import type { FileMerge } from '../../core/onramp/versions/merge-defaults.ts';
import { type ChosenMerge, chooseMerge } from '../../engine/onramp/versions/choose-merge.ts';
import { mergePlugin } from '../../engine/onramp/versions/merge-plugin.ts';
import { describeMerge, describeSteps } from '../../engine/onramp/versions/show-key.ts';
import type { VersionBase } from '../../engine/onramp/versions/version-base.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { assertPlugin } from '../find-instance.ts';
import { openPluginRepository, writeVersionChange } from '../plugin-repository.ts';
import { changeEndLines, diffLines, mergeLines, openLines, stepLines } from '../print/print-versions.ts';
import { createScreen, type Screen } from '../print/screen.ts';

/** Shows old default, new default and the baseline side by side, and carries out what the options decide. */
export async function runMerge(context: CliContext, options: CliOptions, plugin: string): Promise<ExitCode> {
  const { old, new: now } = options;
  if (old === undefined || now === undefined) {
    throw new MistakeError(
      'a merge needs the old version and the new one',
      "Name both with --old and --new: the plugin's jar, a copy of its folder, or one file.",
    );
  }
  const repository = await openPluginRepository(context, options);
  const { base } = repository;
  assertPlugin(base.desired.baselines.keys(), plugin);
  const request = { plugin, old, new: now, file: options.file };
  const merges = await mergePlugin(base, context.pluginDefaults, request);
  const chosen = await choose(base, merges, { plugin, options });
  const screen = createScreen(context, context.stdout, options);
  if (options.json !== true) printReview(screen, merges, chosen);
  const written = await writeVersionChange(context, options, { ...repository, change: chosen });
  const files = [...chosen.files.keys()].sort();
  if (options.json === true) screen.json(describe(plugin, merges, { chosen, files, written }));
  else if (files.length > 0) screen.print(...changeEndLines(files, written));
  const isDone = chosen.open.length === 0 && (written || files.length === 0);
  return isDone ? EXIT.done : EXIT.differs;
}

function choose(
  base: VersionBase,
  merges: readonly FileMerge[],
  { plugin, options }: { readonly plugin: string; readonly options: CliOptions },
): Promise<ChosenMerge> {
  const { rename = [], drop = [], own = [], record } = options;
  const version = options.to ?? base.plugins.get(plugin)?.version;
  if (record === true && version === undefined) {
    throw new MistakeError(
      `it is not known for which version of ${plugin} this shall be recorded`,
      'Say it with --to, or pin a version in plugins.yaml.',
    );
  }
  const recordFor = record === true ? version : undefined;
  return chooseMerge(base, merges, { plugin, rename, drop, own, recordFor });
}

function printReview(screen: Screen, merges: readonly FileMerge[], chosen: ChosenMerge): void {
  for (const merge of merges) screen.print(...mergeLines(describeMerge(merge), screen.width), []);
  screen.print(...stepLines(describeSteps(chosen.steps), screen.width));
  screen.print(...diffLines(chosen.diff), ...openLines(chosen.open.length));
}

function describe(
  plugin: string,
  merges: readonly FileMerge[],
  {
    chosen,
    files,
    written,
  }: { readonly chosen: ChosenMerge; readonly files: readonly string[]; readonly written: boolean },
) {
  return {
    action: 'merge',
    plugin,
    merges: merges.map(describeMerge),
    open: chosen.open.map(({ file, id }) => ({ file, key: id })),
    owned: chosen.owned.map(({ file, key }) => ({ file, key: key.id })),
    steps: describeSteps(chosen.steps),
    diff: chosen.diff,
    files,
    written,
  };
}
