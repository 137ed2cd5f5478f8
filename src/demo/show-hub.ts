import { type Line, type Style, styled } from '../cli/print/screen.ts';
import type { GitHubStandIn } from '../stand-ins/github/index.ts';
import { commentLines } from './comment-lines.ts';
import { STAGES, type Stage } from './stage.ts';
import { wrapLine } from './wrap-line.ts';

type Discussion = Pick<GitHubStandIn, 'statusesOf' | 'commentsOf' | 'deploymentsOf' | 'issues'>;

const STYLES: ReadonlyMap<string, Style> = new Map<string, Style>([
  ['success', 'green'],
  ['pending', 'yellow'],
  ['in_progress', 'yellow'],
  ['failure', 'red'],
  ['error', 'red'],
]);

/** Shows the newest status of each host on a commit. */
export function showStatuses(stage: Stage, hub: Discussion, sha: string): void {
  const newest = new Map(hub.statusesOf(sha).map((status) => [status.context, status]));
  const facts = [...newest.values()].map(({ context, state, description = '' }) => ({
    name: context,
    state,
    text: description,
  }));
  showFacts(stage, `STATUSES OF ${sha.slice(0, 12)}`, facts);
}

/** Shows the fleet's comment on a pull request. */
export function showComment(stage: Stage, hub: Discussion, pull: number): void {
  const [comment] = hub.commentsOf(pull);
  if (comment === undefined) throw new Error(`nobody commented on #${pull}`);
  showOnGitHub(stage, [
    [styled('dim', `COMMENT ON #${pull}, BY ${comment.by}`)],
    ...commentLines(comment.body, roomOf(stage)),
  ]);
}

/** Shows how far a commit is with each stage: of each host the newest word. */
export function showDeployments(stage: Stage, hub: Discussion, sha: string): void {
  const facts = STAGES.flatMap((name) =>
    hub
      .deploymentsOf(sha)
      .filter(({ environment }) => environment === name)
      .map(({ statuses }) => {
        const words = new Map(statuses.map(({ description }) => [hostOf(description), description]));
        return { name, state: statuses.at(-1)?.state ?? 'waiting', text: [...words.values()].join(', ') };
      }),
  );
  showFacts(stage, `DEPLOYMENTS OF ${sha.slice(0, 12)}`, facts);
}

function hostOf(description: string): string {
  return description.slice(0, description.indexOf(':'));
}

interface Fact {
  readonly name: string;
  readonly state: string;
  readonly text: string;
}

/** One line a fact, which goes on below itself where it is too long. */
function showFacts(stage: Stage, title: string, facts: readonly Fact[]): void {
  const [names, states] = (['name', 'state'] as const).map((part) =>
    Math.max(0, ...facts.map((fact) => fact[part].length)),
  );
  const hang = (names ?? 0) + (states ?? 0) + 4;
  const lines = facts.flatMap(({ name, state, text }) => {
    const style = STYLES.get(state) ?? 'dim';
    const start = [`${name.padEnd(names ?? 0)}  `, styled(style, state.padEnd(states ?? 0)), '  '];
    return wrapLine([...start, text], roomOf(stage), hang);
  });
  showOnGitHub(stage, [[styled('dim', title)], ...lines]);
}

/** Shows the issue about drift: whole while it is open, one line once it is closed. */
export function showIssue(stage: Stage, hub: Discussion): void {
  const issue = hub.issues().at(-1);
  if (issue === undefined) throw new Error('no issue was opened');
  const head = [styled('dim', `ISSUE #${issue.number}, BY ${issue.author}: `)];
  if (issue.state === 'closed') {
    showOnGitHub(stage, [[...head, styled('green', 'closed')]]);
  } else {
    showOnGitHub(stage, [[...head, styled('red', 'open')], ...commentLines(issue.body, roomOf(stage))]);
  }
}

const MARK = '│ ';

function roomOf({ width }: Stage): number | undefined {
  return width === undefined ? undefined : width - MARK.length;
}

/** What stands on GitHub has a line at its left. */
function showOnGitHub(stage: Stage, lines: readonly Line[]): void {
  stage.gap();
  stage.print(...lines.map((line) => [styled('cyan', MARK), ...line]));
  stage.gap();
}
