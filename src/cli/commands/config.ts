import { MistakeError } from '../../core/model/errors.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import { type CheckedSettings, checkSettings } from '../../settings/check-settings.ts';
import { describeSettings, type SettingInForce } from '../../settings/describe-settings.ts';
import { settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { issueLines } from '../print/print-issues.ts';
import { plural } from '../print/print-plan.ts';
import { createScreen, type Screen, type Span, styled } from '../print/screen.ts';
import { layoutTable } from '../print/table.ts';

/** `config check`: every mistake in the agent's settings, or what is in force. */
export async function runConfig(
  context: CliContext,
  options: CliOptions,
  operands: readonly string[],
): Promise<ExitCode> {
  assertAction(operands[0] ?? '');
  const file = settingsPath(context.environment, options.config);
  const checked = checkSettings(file, context.environment);
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) screen.json(checkedJson(file, checked));
  else printText(screen, file, checked);
  return checked.settings === undefined ? EXIT.mistake : EXIT.done;
}

function assertAction(action: string): void {
  if (action === 'check') return;
  throw new MistakeError(
    `config can't ${action}.${suggestName(action, ['check'])}`,
    'Run `homeamp config check`.',
  );
}

function printText(screen: Screen, file: string, { settings, issues }: CheckedSettings): void {
  screen.print(...issueLines(issues));
  if (settings !== undefined) {
    screen.print(...layoutTable(['SETTING', 'IN FORCE'], describeSettings(settings).map(row), screen.width));
  }
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const found = `${plural(errors, 'error')}, ${plural(issues.length - errors, 'warning')}`;
  const isValid = settings !== undefined;
  screen.print([styled(isValid ? 'green' : 'red', isValid ? 'Valid' : 'Not valid'), `: ${file}: ${found}.`]);
}

function row({ field, value, isSecret }: SettingInForce): readonly Span[] {
  return [field, isSecret ? 'given' : (value ?? styled('dim', '-'))];
}

function checkedJson(file: string, { settings, issues }: CheckedSettings) {
  const inForce = (setting: SettingInForce) => ({ ...setting, value: setting.value ?? null });
  return {
    file,
    valid: settings !== undefined,
    issues,
    settings: settings === undefined ? null : describeSettings(settings).map(inForce),
  };
}
