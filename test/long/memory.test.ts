import { expect, it } from 'vitest';
import { waitFor } from '../support/agent-process.ts';
import { daemonFleet } from '../support/daemon-fleet.ts';

const PASSES = 200;
const WARM_UP = 20;
const BOUND = 60 * 1024 ** 2;

it('an agent that has watched for 200 passes holds little more memory than after 20, and has written nothing again', async () => {
  const fleet = await daemonFleet();
  const agent = fleet.hosts.alpha.start();
  await agent.until('A pass is done');
  const asks = () =>
    fleet.hub.gitRequests.list().filter(({ operation }) => operation === 'git/ls-refs').length;
  const passes = async (count: number) => {
    for (let done = 0; done < count; done += 1) {
      const before = asks();
      agent.kill('SIGHUP');
      await waitFor(() => asks() > before, 'the next pass');
    }
  };
  await passes(WARM_UP);
  const early = agent.memory();
  const writes = fleet.hub.requests.list().filter(({ isWrite }) => isWrite).length;
  const begun = performance.now();
  await passes(PASSES - WARM_UP);
  const each = (performance.now() - begun) / (PASSES - WARM_UP);
  const late = agent.memory();
  const mebibytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
  console.log(
    `memory: ${mebibytes(early)} after ${WARM_UP} passes, ${mebibytes(late)} after ${PASSES}; ${each.toFixed(0)} ms a pass`,
  );
  expect(late - early).toBeLessThan(BOUND);
  expect(fleet.hub.requests.list().filter(({ isWrite }) => isWrite)).toHaveLength(writes);
  const { code } = await agent.stop();
  expect(code).toBe(0);
}, 90_000);
