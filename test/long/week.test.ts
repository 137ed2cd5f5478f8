import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFiles } from '../support/week-check-files.ts';
import { checkAdmins, checkPlayers } from '../support/week-check-players.ts';
import { checkFolding, checkOrders, checkTurns } from '../support/week-check-restarts.ts';
import { checkBadChange, checkStages } from '../support/week-check-stages.ts';
import { type Facts, gatherFacts } from '../support/week-facts.ts';
import { figuresOf } from '../support/week-figures.ts';
import { runWeek, type Week } from '../support/week-run.ts';
import { tellStory } from '../support/week-story.ts';

/** Another one gives another week of the same story. */
const SEED = Number(process.env['HOMEAMP_WEEK_SEED'] ?? 20331024);
const LONGEST_MILLIS = 900_000;

let week: Week;
let facts: Facts;

beforeAll(async () => {
  week = await runWeek(SEED, tellStory);
  facts = gatherFacts(week);
}, LONGEST_MILLIS);

afterAll(async () => {
  console.info(`a week with HOMEAMP_WEEK_SEED=${SEED}: ${figuresOf(week, facts)}`);
  await week.fleet.close();
});

/** Tells the seed with which the same week comes again. */
function expectNone(complaints: readonly string[]): void {
  expect(complaints, `with HOMEAMP_WEEK_SEED=${SEED}`).toEqual([]);
}

describe('a week of a fleet of 23 instances', () => {
  it('is one in which all that is to be proved could happen', () => {
    const events = week.fleet.hosts.flatMap(({ amp }) => amp.events);
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect([...week.ledger.reached.keys()]).toEqual(expect.arrayContaining([...REACHED]));
    expect(count('join')).toBeGreaterThan(500);
    expect(count('kick')).toBeGreaterThan(2);
    expect(count('config-set')).toBeGreaterThan(0);
    expect(count('plugin-failed')).toBe(1);
    expect(facts.stops.length).toBeGreaterThan(40);
    expect(facts.writes.filter(({ isLive }) => isLive).length).toBeGreaterThan(10);
  });

  it('asks AMP nothing that its description does not allow', () => {
    expectNone(week.fleet.hosts.flatMap(({ amp }) => amp.violations));
  });

  it('changes no file under a running server, and loses none to a server that saves', () => {
    expectNone(checkFiles(week, facts));
  });

  it('sends nobody away outside the policy, on Friday evening or while a host is suspended', () => {
    expectNone(checkPlayers(week, facts));
  });

  it('starts no server that an admin has stopped', () => {
    expectNone(checkAdmins(week, facts));
  });

  it('loses no key, whoever owns it', () => {
    expectNone(week.keys.complaints(week.wanted));
  });

  it('restarts one server of a group at a time, and proxies last', () => {
    expectNone(checkTurns(week, facts));
  });

  it('restarts a server of production once for three merges within an hour', () => {
    expectNone(checkFolding(week, facts));
  });

  it('carries an order out once', () => {
    expectNone(checkOrders(week, facts));
  });

  it('writes to a stage when those before had the same, loaded and healthy, on both hosts', () => {
    expectNone(checkStages(week, facts));
  });

  it('stops a bad change where it fails, and takes it back there', () => {
    expectNone(checkBadChange(week, facts));
  });

  it('explains every state, calls in sync what servers go by, and takes back to the byte', () => {
    expectNone(week.ledger.complaints);
  });
});

const REACHED = [
  'InSync',
  'Pending waiting',
  'Pending restarting',
  'Pending server-unclear',
  'Drifted drifted',
  'Drifted conflicting',
  'AppliedNotLoaded not-loaded',
  'Blocked stage',
  'Blocked plugin-missing',
  'Suspended suspended',
  'Failed unreadable',
  'Failed rolled-back',
] as const;
