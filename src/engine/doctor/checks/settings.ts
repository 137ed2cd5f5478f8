import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import type { Issue } from '../../../core/model/issue.ts';
import type { Check, Checks } from '../check.ts';
import type { KeyFile } from '../doctor-parts.ts';

const OPEN_TO_OTHERS = 0o077;
/** What the settings' own check says of secrets that can't be had; told under `secret-files`. */
const SECRET_ISSUE = 'missing-secret';

const settingsValid: Check = async ({ settings }) => {
  const issues = settings.issues.filter(({ code }) => code !== SECRET_ISSUE);
  return allOr(issues.map(issueFinding), ok('settings-valid', `${settings.file} has no mistake.`));
};

const secretFiles: Check = async ({ settings, probe }) => {
  const missing = settings.issues.filter(({ code }) => code === SECRET_ISSUE);
  const found = [
    ...missing.map((issue) =>
      problem('secret-missing', `${placeText(issue)}: ${issue.message}`, { next: issue.help }),
    ),
    ...settings.keyFiles.flatMap((file) => keyFileProblem(file, probe.describe(file.path))),
  ];
  return allOr(found, ok('secret-files', 'Every secret that the settings name is there, closed to others.'));
};

export const SETTINGS_CHECKS: Checks = { 'settings-valid': settingsValid, 'secret-files': secretFiles };

function issueFinding(issue: Issue): Finding {
  const code = issue.severity === 'error' ? 'settings-mistake' : 'settings-doubt';
  return problem(code, `${placeText(issue)}: ${issue.message}`, { next: issue.help });
}

function placeText({ place }: Issue): string {
  return place.line === 0 ? place.file : `${place.file}:${place.line}`;
}

type Described = ReturnType<Parameters<Check>[0]['probe']['describe']>;

function keyFileProblem({ setting, path, isPrivate }: KeyFile, facts: Described): readonly Finding[] {
  const about = { subject: setting };
  if (facts.kind === 'absent') return [problem('key-file-missing', `${path} is not there.`, about)];
  if (facts.kind === 'unreadable') {
    return [problem('key-file-missing', `${path} can’t be read (${facts.code}).`, about)];
  }
  if (!isPrivate || (facts.mode & OPEN_TO_OTHERS) === 0) return [];
  const next = `Run: chmod 600 ${path}`;
  return [problem('key-file-open', `Other users than its owner may open ${path}.`, { ...about, next })];
}
