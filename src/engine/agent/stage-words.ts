import type { Deployment } from '../../core/model/publication.ts';

/** How far a host is with a stage. The word is what other hosts read in the deployment's statuses. */
export const STAGE_WORDS = { done: 'done', soaks: 'soaks', waits: 'waits', failed: 'failed' } as const;
export type StageWord = (typeof STAGE_WORDS)[keyof typeof STAGE_WORDS];

/** The newest word of each host in the deployments of one stage. */
export function wordsOf(deployments: readonly Deployment[], stage: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const deployment of deployments) {
    if (deployment.stage !== stage) continue;
    for (const { description } of deployment.statuses) {
      const [, host, word] = /^([A-Za-z0-9_-]{1,64}): ([a-z]{1,20})/.exec(description) ?? [];
      if (host !== undefined && word !== undefined) words.set(host, word);
    }
  }
  return words;
}
