import { proposeMigration } from '../../engine/onramp/versions/migrate-plugin.ts';
import { describeSteps } from '../../engine/onramp/versions/show-key.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openPluginRepository, writeVersionChange } from '../plugin-repository.ts';
import { changeEndLines, diffLines, stepLines } from '../print/print-versions.ts';
import { createScreen, styled } from '../print/screen.ts';

/** Gives a plugin's keys their new names, as plugins.yaml says, after showing each and asking. */
export async function runMigrate(
  context: CliContext,
  options: CliOptions,
  plugin: string,
): Promise<ExitCode> {
  const repository = await openPluginRepository(context, options);
  const proposal = await proposeMigration(repository.base, { plugin, to: options.to });
  const { steps, version, diff, files } = proposal;
  const described = describeSteps(steps);
  const screen = createScreen(context, context.stdout, options);
  if (options.json !== true) {
    const upTo = version === undefined ? '' : ` up to ${version}`;
    screen.print([styled('bold', plugin), `${upTo}: ${described.length === 0 ? 'no key to migrate.' : ''}`]);
    screen.print(...stepLines(described, screen.width), ...diffLines(diff));
  }
  const written = await writeVersionChange(context, options, { ...repository, change: proposal });
  const changed = [...files.keys()].sort();
  if (options.json === true) {
    const head = { action: 'migrate', plugin, version: version ?? null };
    screen.json({ ...head, steps: described, diff, files: changed, written });
  } else screen.print(...changeEndLines(changed, written));
  return written || changed.length === 0 ? EXIT.done : EXIT.differs;
}
