import { replaceInTemplate, templateText } from './starter/template-text.ts';

/** What the files beside `desired-state/` have to know of a fleet. */
export interface StarterAnswers {
  readonly hosts: readonly string[];
  /** Logins, or teams as `@org/team`; empty = nobody is named. */
  readonly approvers: readonly string[];
  readonly workflow: boolean;
  /** A key that `homeamp explain` knows, for the README. */
  readonly example: StarterExample | undefined;
}

export interface StarterExample {
  readonly instance: string;
  readonly plugin: string;
  readonly key: string;
}

const WORKFLOW = '.github/workflows/homeamp.yml';
const UNCHANGED = ['.github/pull_request_template.md', 'templates/README.md'];

/**
 * What a repository has beside `desired-state/`, by path in it: README, workflow, code owners and so on. `templates` is
 * the package's folder of that name, by path below it.
 */
export function starterFiles(
  templates: ReadonlyMap<string, string>,
  answers: StarterAnswers,
): ReadonlyMap<string, string> {
  const text = (path: string) => templateText(templates, `repository/${path}`);
  return new Map([
    ['README.md', readme(text('README.md'), answers)],
    ['branch-protection.md', branchProtection(text('branch-protection.md'), answers)],
    ['.github/CODEOWNERS', codeOwners(text('.github/CODEOWNERS'), answers)],
    ...(answers.workflow ? [[WORKFLOW, text(WORKFLOW)] as const] : []),
    ...UNCHANGED.map((path) => [path, text(path)] as const),
    // npm packs no file called `.gitignore`.
    ['.gitignore', text('gitignore')],
  ]);
}

function readme(template: string, { hosts: [host], workflow, example }: StarterAnswers): string {
  const explain = example === undefined ? '' : `${example.instance} ${example.plugin} ${example.key}`;
  const isPlain = /^[\w. /-]*$/.test(explain) && explain !== '';
  return replaceInTemplate(template, [
    ['`homeamp/my-host`', `\`homeamp/${host ?? 'HOST'}\``],
    ['SMP01 Essentials teleport-delay', isPlain ? explain : 'SERVER PLUGIN KEY'],
    ...(workflow
      ? []
      : ([
          [
            'The check `validate` looks for mistakes and marks them at their line.',
            'Before that, `homeamp validate` lists mistakes with their line.',
          ],
        ] as const)),
  ]);
}

function branchProtection(template: string, { hosts, approvers, workflow }: StarterAnswers): string {
  const team = approvers.find((approver) => approver.startsWith('@')) ?? '@org/admins';
  const [first = 'HOST', ...others] = hosts;
  const more = others.map((host) => `- \`homeamp/${host}\`, in the same way.\n`).join('');
  return replaceInTemplate(template, [
    ['`@my-org/admins`', `\`${team}\``],
    ['- `homeamp/my-host`', `- \`homeamp/${first}\``],
    ['`homeamp/my-host`', `\`homeamp/${first}\``],
    ['  GitHub offers it.\n', `  GitHub offers it.\n${more}`],
    ...(workflow
      ? []
      : ([
          [
            '- `validate`, from the workflow in this repository. Choose **GitHub Actions** as its source.\n',
            '',
          ],
        ] as const)),
  ]);
}

/** Where nobody is named, the lines stay as examples: GitHub would complain of owners that are not there. */
function codeOwners(template: string, { approvers }: StarterAnswers): string {
  const owners = approvers.map((approver) => (approver.startsWith('@') ? approver : `@${approver}`));
  if (owners.length > 0) return template.replaceAll('@my-org/admins', owners.join(' '));
  return template.replace(/^(?=[*/])/gm, '# ');
}
