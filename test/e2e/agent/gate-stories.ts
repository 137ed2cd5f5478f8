import type { AgentFleet } from '../../support/agent-fleet.ts';

type Method = Parameters<AgentFleet['hub']['merge']>[0]['method'];

/** Their change of the one baseline, on a branch of its own, planned by alpha. */
export async function plannedPull(fleet: AgentFleet, { author = 'bob', range = 6 } = {}) {
  const proposed = await fleet.propose(`range-${range}`, range, { author });
  await fleet.hosts.alpha.pass();
  return proposed;
}

export function approve(fleet: AgentFleet, pull: number, by = 'alice'): number {
  return fleet.hub.review({ pull, by, verdict: 'APPROVED' });
}

/** The base's new tip, which the work tree then has too. */
export async function merge(fleet: AgentFleet, pull: number, method: Method = 'merge'): Promise<string> {
  const tip = await fleet.hub.merge({ pull, by: 'bob', method });
  followMain(fleet);
  return tip;
}

/** Brings main of the work tree up to the repository's. */
export function followMain(fleet: AgentFleet): void {
  fleet.git('switch', '--quiet', 'main');
  fleet.git('pull', '--quiet', '--ff-only', fleet.hub.bareRepository, 'main');
}

/** One instance's own range, in a file that no other change touches. */
export function ownRange(instance: string, range: number): Readonly<Record<string, string>> {
  const text = `overrides:\n  Chairs:\n    config.yml: { range: ${range} }\nreasons: { Chairs: its own }\n`;
  return { [`desired-state/variables/instances/${instance}.yaml`]: text };
}

/** Brings main back to the tree of an earlier commit, through a pull request that nobody reviews. */
export async function revert(fleet: AgentFleet, to: string): Promise<string> {
  fleet.git('switch', '--quiet', '--create', 'revert', 'main');
  fleet.git('read-tree', '-u', '--reset', to);
  const { number } = await fleet.propose('revert', {});
  return merge(fleet, number);
}

/** The ranges that alpha's servers have. */
export function ranges(fleet: AgentFleet): readonly string[] {
  return ['DEV01', 'TOW01'].map((instance) => rangeIn(fleet.hosts.alpha.live(instance)));
}

export function rangeIn(text: string): string {
  return /^range: (.*)$/m.exec(text)?.[1] ?? 'none';
}
