import { layoutTable } from '../cli/print/table.ts';
import type { GitHubStandIn, LoggedRequest } from '../stand-ins/github/index.ts';
import type { Stage } from './stage.ts';

/** Says what the agents asked of GitHub, and what of it was real. */
export function showCost(stage: Stage, { requests, gitRequests }: GitHubStandIn): void {
  stage.heading('24. What that cost');
  const count = (log: readonly LoggedRequest[]) => [
    String(log.length),
    String(log.filter(({ counted }) => counted).length),
    String(log.filter(({ isWrite }) => isWrite).length),
  ];
  const rows = [
    ["GitHub's API", ...count(requests.list())],
    ['Git over HTTP', ...count(gitRequests.list())],
  ];
  stage.print(...layoutTable(['', 'REQUESTS', 'COUNTED AGAINST THE LIMIT', 'WRITES'], rows, stage.width));
  stage.gap();
  stage.say(
    'GitHub allows 5,000 counted requests an hour. Each pass of the demo began with an empty memory; an agent that keeps running remembers answers, and GitHub does not count a question whose answer has not changed.',
  );
  stage.say('This was a stand-in for GitHub, which answers as its description says; Git was real.');
}
