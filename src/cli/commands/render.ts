import { MistakeError } from '../../core/model/errors.ts';
import { renderInstance } from '../../core/render/render-instance.ts';
import type { RenderedInstance, RenderReport } from '../../core/report/report-render.ts';
import { reportRender } from '../../core/report/report-render.ts';
import { reportRevision } from '../../core/report/summarize-pass.ts';
import { loadDesiredState } from '../../engine/load-desired-state.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { assertPlugin, findInstance } from '../find-instance.ts';
import { repositoryPlace } from '../host-place.ts';
import { originText } from '../print/change-lines.ts';
import { createScreen, type Line, styled } from '../print/screen.ts';
import { valueText } from '../print/value-text.ts';

/** Shows what the repository asks for on the named instances; no host is looked at. */
export async function runRender(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const wanted = options.instance ?? [];
  if (wanted.length === 0) {
    throw new MistakeError(
      'it is not said which instance to render',
      'Name one with --instance, or several.',
    );
  }
  const { source, workbooks, secrets } = await context.openRepository(
    repositoryPlace(context.environment, options),
  );
  const { revision, desired, compiled } = await loadDesiredState({
    source,
    workbooks,
    ref: options.revision,
  });
  const plugins = options.plugin ?? [];
  for (const plugin of plugins) assertPlugin(desired.baselines.keys(), plugin);
  const report: RenderReport = {
    revision: reportRevision(revision),
    instances: wanted.map((name) => {
      const instance = findInstance(desired.fleet, name, options.host);
      const { render } = renderInstance(compiled, instance, (secret) => secrets.get(secret));
      return reportRender(render, plugins);
    }),
  };
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) screen.json(report);
  else screen.print(...report.instances.flatMap(renderLines));
  return EXIT.done;
}

const VALUE_LENGTH = 200;

function renderLines({ id, files }: RenderedInstance): readonly Line[] {
  if (files.length === 0) return [[styled('bold', id), '  no files are owned here']];
  return files.flatMap((file): readonly Line[] => [
    [
      styled('bold', `${id}  ${file.file}`),
      `  ${file.plugin}, ${file.format}${file.exact ? ', other keys must go' : ''}`,
    ],
    ...file.keys.map(
      (key): Line => [
        `  ${key.key === '' ? '' : `${key.key}: `}${valueText(key.value, VALUE_LENGTH)}  `,
        styled('dim', `(${originText(key.origin)})`),
      ],
    ),
    [],
  ]);
}
