import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endSuspensions } from '../../../src/engine/orders/end-suspensions.ts';
import { findScopes } from '../../../src/engine/orders/find-scopes.ts';
import { type AmpFleet, ampFleet } from '../../support/amp-fleet.ts';
import {
  CONFIG,
  follow,
  type Members,
  pathIn,
  plainFleet,
  pushRange,
  QUICK,
  rangesOf,
  reasonOf,
  reportOf,
  starts,
  TRACE,
  whenRead,
} from './amp-stories.ts';

const MINUTE = 60_000;
const ONE: Members = { SMP01: ['alpha', ''] };

describe('keys that a plugin sets back at its start', () => {
  it('are not written again and again, and it is told which', async () => {
    const setBack = (fleet: AmpFleet) =>
      writeFileSync(pathIn(fleet, 'SMP01', CONFIG), 'range: 4\nsound: true\n');
    const { chairs, place } = whenRead(9, setBack);
    const fleet = await plainFleet(ONE, { policy: `  activation: { ${QUICK} }\n  drift: heal\n`, chairs });
    place.fleet = fleet;
    pushRange(fleet, 9);
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await follow(fleet);
      fleet.clock.move(10 * MINUTE);
    }
    expect(starts(fleet, 'SMP01')).toBe(1);
    expect(reasonOf(fleet, 'SMP01')).toBe(`the server set back what was written: ${CONFIG}: range`);
    // What its reason asks for.
    pushRange(fleet, 4);
    await follow(fleet);
    expect(reportOf(fleet).instances.map(({ state }) => state)).toEqual(['InSync']);
    expect(starts(fleet, 'SMP01')).toBe(1);
  });

  it('of a file that is written live are written once as well', async () => {
    const rule = '{ reload: chairs reload, liveWriteSafe: true, expect: "chairs reloaded" }';
    const fleet = await plainFleet(ONE, {
      rule,
      policy: `  activation: { ${QUICK} }\n  drift: heal\n`,
      chairs: { reload: { command: 'chairs reload', answer: '[Chairs] Chairs reloaded.' } },
    });
    pushRange(fleet, 9, rule);
    await fleet.hosts.alpha.pass('repository', 'scan');
    for (let rounds = 0; rounds < 4; rounds += 1) {
      await fleet.settle('alpha', 1500);
      fleet.hosts.alpha.edit('SMP01', 'range: 4\nsound: true\n');
      await fleet.hosts.alpha.pass('repository', 'scan');
    }
    const reloads = fleet
      .events('SMP01')
      .filter((event) => event.kind === 'command' && event.line === 'chairs reload');
    expect(reloads).toHaveLength(1);
    expect(reasonOf(fleet, 'SMP01')).toBe(`the server set back what was written: ${CONFIG}: range`);
  });
});

describe('a change that was taken back', () => {
  it('is tried once more when somebody says so', async () => {
    let isHealed = false;
    const fleet = await plainFleet(ONE, {
      chairs: { failsOn: (_, text) => (text.includes('range: 9') && !isHealed ? [TRACE] : undefined) },
    });
    const resume = async () => {
      const { agent } = fleet.hosts.alpha;
      const named = { fleet: false, host: false, instances: ['SMP01'], plugins: [] };
      const { ended } = await endSuspensions(agent, await findScopes(agent, named), {
        by: 'alice',
        reason: '',
      });
      return ended[0]?.lifted?.reason.message;
    };
    pushRange(fleet, 9);
    await follow(fleet);
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(2);
    expect(await resume()).toContain('rolled back');
    await follow(fleet);
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(4);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['4']);
    isHealed = true;
    await follow(fleet);
    expect(starts(fleet, 'SMP01')).toBe(4);
    await resume();
    await follow(fleet);
    expect(rangesOf(fleet, 'SMP01')).toEqual(['9']);
    expect(reasonOf(fleet, 'SMP01')).toBe('');
  });
});

/** Every file below a folder that holds a text, whatever else is in it. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

describe('a secret in what the console says', () => {
  const CANARY = 'canary-7f3a9c5e1b';

  it('is on no page of the forge and in nothing that the host keeps or logs', async () => {
    const lines = [
      `[10:00:00 ERROR]: Could not load plugins/Chairs/config.yml: wrong password '${CANARY}'`,
      `[10:00:00 ERROR]: Cannot load plugins/Chairs/config.yml ${'x'.repeat(245)}${CANARY}`,
    ];
    const fleet = await ampFleet({
      policy: `  activation: { ${QUICK} }\n`,
      environment: { HOMEAMP_SECRET_DB: CANARY },
      chairs: { failsOn: (_, text) => (text.includes('range: 9') ? lines : undefined) },
    });
    const merged = await fleet.mergeRange(9);
    await follow(fleet);
    await fleet.hosts.alpha.pass();
    const comment = fleet.comment(1);
    expect(comment).toContain("wrong password '(secret)'");
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: /);
    const told = [comment, ...fleet.statusesOf(merged), ...fleet.hosts.alpha.said].join('\n');
    // A line is cut: not even the beginning of a secret may be left at its end.
    expect(told).not.toContain(CANARY.slice(0, 6));
    expect(filesWith(join(fleet.hosts.alpha.folder, 'state'), CANARY.slice(0, 6))).toEqual([]);
  });
});
