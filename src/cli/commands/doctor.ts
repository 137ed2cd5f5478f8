import {
  CHECK_NAMES,
  CHECKS,
  type CheckName,
  isAfterInstall,
  isCheckName,
} from '../../core/doctor/check-list.ts';
import { countFindings, worstResult } from '../../core/doctor/count-findings.ts';
import type { Finding } from '../../core/doctor/finding.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { DoctorReport } from '../../core/report/doctor-report.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import { runDoctor } from '../../engine/doctor/run-doctor.ts';
import { settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findingLines } from '../print/finding-lines.ts';
import { createProgress } from '../print/progress.ts';
import { createScreen } from '../print/screen.ts';

/** Checks everything that an installation needs. Exit 1 when anything failed; warnings alone give 0. */
export async function runDoctorCommand(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const only = options.only?.map(checkNamed);
  const afterInstall = options.afterInstall === true || only?.some(isAfterInstall) === true;
  const file = settingsPath(context.environment, options.config);
  const { parts, close } = await context.openDoctor(file);
  const progress = createProgress(context, 'Checks done');
  try {
    const findings = await runDoctor(parts, { only, afterInstall, onCheck: progress.step });
    progress.stop();
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json(reportOf(context.version, parts.clock.now(), findings));
    else screen.print(...findingLines(findings));
    return countFindings(findings).failed > 0 ? EXIT.differs : EXIT.done;
  } finally {
    progress.stop();
    await close();
  }
}

function checkNamed(name: string): CheckName {
  if (isCheckName(name)) return name;
  throw new MistakeError(
    `there is no check ${JSON.stringify(name.slice(0, 60))}.${suggestName(name, CHECK_NAMES)}`,
    `Name one of: ${CHECK_NAMES.join(', ')}.`,
  );
}

function reportOf(version: string, at: number, findings: readonly Finding[]): DoctorReport {
  const counts = countFindings(findings);
  return { version, at, result: worstResult(counts), counts, findings: findings.map(jsonOf) };
}

function jsonOf(finding: Finding): DoctorReport['findings'][number] {
  const { check, result, message } = finding;
  const about = { check, group: CHECKS[check].group, subject: finding.subject ?? null, result };
  return 'code' in finding
    ? { ...about, code: finding.code, message, next: finding.next }
    : { ...about, code: null, message, next: null };
}
