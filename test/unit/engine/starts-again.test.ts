import { describe, expect, it } from 'vitest';
import { CAREFUL_ACTIVATION } from '../../../src/core/model/policy.ts';
import type { ServerLook } from '../../../src/core/model/server-look.ts';
import { type ActivationNote, atStep } from '../../../src/engine/activation/activation-note.ts';
import { beginRestart } from '../../../src/engine/activation/begin-activation.ts';
import { judgeUptime } from '../../../src/engine/activation/steps/starts-again.ts';
import { sampleInstance } from '../../support/model-samples.ts';

const START = 1_000_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOTES = { get: () => undefined, put: () => undefined, names: () => [] };

/** A server that was ready at START and began 20 seconds before. */
const watched: ActivationNote = atStep(
  beginRestart(NOTES, {
    instance: sampleInstance(),
    address: { root: '/nowhere', server: 'TOW01' },
    policy: CAREFUL_ACTIVATION,
    cause: { kind: 'revision', digest: '', revision: '', planId: '', by: '', reason: '' },
    now: START,
    soakMillis: 24 * HOUR,
    isForced: false,
    runId: null,
    nodes: [],
  }),
  { step: 'watching', now: START },
);
const FIRST = START - 20 * SECOND;

type Seen = readonly [at: number, state: ServerLook['state'], startedAt?: number];

/** What comes of these looks, one after the other: `steady`, or after how many it is not. */
function judge(...looks: readonly Seen[]): string {
  let note = watched;
  for (const [index, [at, state, startedAt]] of looks.entries()) {
    const uptime = judgeUptime(note, { state, startedAt, players: 0, detail: '' }, START + at);
    if (uptime.kind === 'unsteady') return `unsteady at look ${index + 1}`;
    note = uptime.note;
  }
  return 'steady';
}

describe('a server that is watched', () => {
  it('is steady while it runs on, although AMP tells its time in whole seconds', () => {
    expect(judge([0, 'ready', FIRST], [SECOND, 'ready', FIRST + 900], [HOUR, 'ready', FIRST - 900])).toBe(
      'steady',
    );
  });

  it('is steady where nobody knows since when it runs', () => {
    expect(judge([0, 'ready'], [SECOND, 'ready'], [HOUR, 'ready'])).toBe('steady');
  });

  it('that starts soon after it was ready is not, also where only its uptime tells', () => {
    expect(judge([0, 'ready', FIRST], [10 * SECOND, 'starting', START + 9 * SECOND])).toBe(
      'unsteady at look 2',
    );
    expect(judge([0, 'ready'], [10 * SECOND, 'starting'])).toBe('unsteady at look 2');
    expect(judge([0, 'ready', FIRST], [30 * SECOND, 'ready', START + 12 * SECOND])).toBe(
      'unsteady at look 2',
    );
  });

  it('may be restarted once while its stage soaks, and is then watched on', () => {
    const night = 10 * HOUR;
    const again = START + night;
    expect(
      judge(
        [0, 'ready', FIRST],
        [night, 'starting', again],
        [night + 10 * SECOND, 'starting', again],
        [night + 40 * SECOND, 'ready', again + SECOND],
        [night + 2 * HOUR, 'ready', again],
      ),
    ).toBe('steady');
    expect(
      judge([0, 'ready'], [night, 'starting'], [night + 30 * SECOND, 'starting'], [night + MINUTE, 'ready']),
    ).toBe('steady');
  });

  it('that is restarted twice within an hour is in a loop', () => {
    const [first, second] = [START + 10 * MINUTE, START + 40 * MINUTE];
    expect(judge([0, 'ready', FIRST], [11 * MINUTE, 'ready', first], [41 * MINUTE, 'ready', second])).toBe(
      'unsteady at look 3',
    );
    expect(judge([0, 'ready'], [10 * MINUTE, 'starting'], [20 * MINUTE, 'starting'])).toBe(
      'unsteady at look 3',
    );
  });

  it('that is restarted every night is not', () => {
    const nights = [10, 34, 58].map((hours): Seen => [hours * HOUR + MINUTE, 'ready', START + hours * HOUR]);
    expect(judge([0, 'ready', FIRST], ...nights)).toBe('steady');
  });
});
