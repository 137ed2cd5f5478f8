import { describe, expect, it } from 'vitest';
import { type AgentFleet, agentFleet, type HostName } from '../../support/agent-fleet.ts';

const PASSES = { anHour: 60, afterARestart: 10 } as const;

describe('a steady hour', () => {
  it('of two hosts with five open pull requests writes nothing and costs each host less than 120 requests', async () => {
    const fleet = await agentFleet();
    for (const [index, range] of [5, 6, 7, 8].entries()) await fleet.propose(`range-${index}`, range);
    const { head } = await fleet.propose('words', { 'README.md': 'other words\n' });
    await fleet.passes();
    await fleet.passes();
    expect(fleet.statusOf(head, 'beta')).toBe('success: changes nothing that homeamp manages');

    const steady = await figuresOf(fleet, PASSES.anHour);
    console.log(`a steady hour: ${textOf(steady)}`);
    for (const figures of Object.values(steady)) {
      expect(figures).toMatchObject({ writes: 0, counted: 0, lists: PASSES.anHour + 1, others: 0 });
    }

    for (const host of Object.values(fleet.hosts)) await host.restart();
    const restarted = await figuresOf(fleet, PASSES.afterARestart);
    console.log(`ten passes after a restart: ${textOf(restarted)}`);
    for (const figures of Object.values(restarted)) {
      expect(figures).toMatchObject({ writes: 0, lists: PASSES.afterARestart + 1, others: 0 });
      expect(figures.counted).toBeLessThan(30);
    }
  }, 180_000);
});

interface Figures {
  /** Of the API and of Git. */
  readonly writes: number;
  /** Requests that use up quota. */
  readonly counted: number;
  /** Requests that the forge answered with 304. */
  readonly conditional: number;
  /** Times that Git was asked for refs. */
  readonly lists: number;
  /** Other requests for content to Git. */
  readonly others: number;
}

async function figuresOf(fleet: AgentFleet, passes: number): Promise<Readonly<Record<HostName, Figures>>> {
  return { alpha: await figuresOn(fleet, 'alpha', passes), beta: await figuresOn(fleet, 'beta', passes) };
}

async function figuresOn({ hub, hosts }: AgentFleet, name: HostName, passes: number): Promise<Figures> {
  hub.requests.clear();
  hub.gitRequests.clear();
  for (let pass = 0; pass < passes; pass += 1) {
    const end = await hosts[name].pass('repository', 'pulls');
    expect(end).toMatchObject({ isOk: true, waiting: [] });
  }
  await hosts[name].pass('scan');
  const asked = hub.requests.list();
  const askedOfGit = hub.gitRequests.list();
  return {
    writes: [...asked, ...askedOfGit].filter((request) => request.isWrite).length,
    counted: asked.filter((request) => request.counted).length,
    conditional: asked.filter((request) => request.status === 304).length,
    lists: askedOfGit.filter((request) => request.operation === 'git/ls-refs').length,
    others: askedOfGit.filter((request) => request.operation === 'git/fetch').length,
  };
}

function textOf(figures: Readonly<Record<HostName, Figures>>): string {
  return Object.entries(figures)
    .map(([host, { writes, counted, conditional, lists }]) => {
      return `${host}: ${writes} writes, ${counted} counted, ${conditional} unchanged (304), ${lists} looks at Git`;
    })
    .join('; ');
}
