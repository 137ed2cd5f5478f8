import { ISSUE_ADVICE } from './issue-advice.mjs';

/** Found while the repository is read from Git, before anything is parsed. */
const ENGINE_ISSUES = {
  'entry-refused': {
    severity: 'error',
    summary: 'An entry of the repository is no regular file with a safe name.',
  },
};

/** The page about every code that `homeamp validate` and `homeamp config check` can print. Throws when one has no advice, or advice has no code. */
export function issuesPage({ sourceIssues, renderIssues, settingsIssues }) {
  assertAdvice({ ...ENGINE_ISSUES, ...sourceIssues, ...renderIssues, ...settingsIssues });
  return [
    '# Issues',
    '',
    '<!-- Made by src/build/generate-docs.mjs from the tables of issue codes. -->',
    '',
    '`homeamp validate` prints each mistake with its place and its code in brackets, and below it what to do:',
    '',
    '```text',
    'desired-state/variables/fleet.yaml:2:3 error `view_distance` can’t be a variable’s name. [bad-variable-name]',
    '    Use upper-case letters, digits and `_`, beginning with a letter.',
    '```',
    '',
    'While there is one error nothing is planned and nothing is applied. Warnings stop nothing, unless you say `--strict`. Below are all codes, what they mean, and an example of what to do.',
    '',
    '## Reading the repository',
    '',
    ...table(ENGINE_ISSUES),
    ...rows(sourceIssues),
    '',
    '## Working out the values',
    '',
    ...table(renderIssues),
    '',
    '## The settings of an agent',
    '',
    '`homeamp config check` prints these, and those above that are about YAML, keys and values.',
    '',
    ...table(settingsIssues),
    '',
  ].join('\n');
}

function table(issues) {
  return ['| code | | what is wrong | for example |', '|---|---|---|---|', ...rows(issues)];
}

function rows(issues) {
  return Object.entries(issues).map(
    ([code, { severity, summary }]) =>
      `| <a id="${code}"></a>\`${code}\` | ${severity} | ${cell(summary)} | ${cell(ISSUE_ADVICE.get(code))} |`,
  );
}

function assertAdvice(issues) {
  const codes = Object.keys(issues);
  const without = codes.filter((code) => !ISSUE_ADVICE.has(code));
  const beyond = [...ISSUE_ADVICE.keys()].filter((code) => !codes.includes(code));
  if (without.length === 0 && beyond.length === 0) return;
  throw new Error(
    `issue-advice.mjs lacks ${without.join(', ') || 'nothing'} and knows ${beyond.join(', ') || 'nothing'} too many`,
  );
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
