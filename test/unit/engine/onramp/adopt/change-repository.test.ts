import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyId } from '../../../../../src/core/model/key-path.ts';
import type { EditedKey } from '../../../../../src/core/onramp/adopt/edited-key.ts';
import { changeRepository } from '../../../../../src/engine/onramp/adopt/change-repository.ts';
import { agrees } from '../../../../../src/engine/onramp/adopt/propose-adoption.ts';
import { renderKeys } from '../../../../../src/engine/onramp/adopt/render-keys.ts';
import { adopt, baseOf, edited, property, propose, REPOSITORY, touchedText } from './adopted-repository.ts';

const CHAIRS = 'desired-state/baselines/Chairs.md';

describe('bringing live values into the repository', () => {
  it('changes the line of the baseline alone, with its comment', async () => {
    const change = await adopt(await baseOf(), [edited('SMP01', 'range', 7n)], 'baseline');
    expect([...change.files.keys()]).toEqual([CHAIRS]);
    expect(change.files.get(CHAIRS)).toBe(
      REPOSITORY[CHAIRS]?.replace('range: 4   # blocks', 'range: 7   # blocks'),
    );
    expect(touchedText(change)).toEqual(['alpha/SMP02 range', 'beta/FAR01 range']);
  });

  it("makes an instance's file with an override and its reason", async () => {
    const change = await adopt(await baseOf(), [edited('SMP01', 'range', 7n)]);
    expect([...change.files.keys()]).toEqual(['desired-state/variables/instances/SMP01.yaml']);
    expect([...change.files.values()].join()).toContain('kept from the server');
    expect(change.diff).toContain('new file mode 100644');
    expect(change.touches).toEqual([]);
  });

  it('keeps what looks like a variable as the text that it is', async () => {
    const base = await baseOf();
    const text = 'Hi {{INSTANCE_NAME}} and {{NOBODY}}';
    const change = await adopt(base, [edited('SMP01', 'greeting', text)]);
    expect([...change.files.values()].join()).toContain('\\{{INSTANCE_NAME}}');
  });

  it('writes numbers as numbers where the file knows only text', async () => {
    const change = await adopt(await baseOf(), [property('HUB01', 'view-distance', '8')]);
    expect([...change.files.values()].join()).toContain('VIEW_DISTANCE: 8');
  });

  it('leaves a second value for one line', async () => {
    const keys = [edited('SMP01', 'range', 7n), edited('SMP02', 'range', 8n)];
    const change = await adopt(await baseOf(), keys, 'group:survival');
    expect(change.kept.map(({ key }) => key.instance)).toEqual(['alpha/SMP01']);
    expect(change.left.map(({ why }) => why.code)).toEqual(['two-values']);
  });

  it('leaves what stands in a workbook with its sheet and cell, and keeps the rest', async () => {
    const rows = [
      ['Plugin', 'ConfigKey', 'Server', 'Value'],
      ['Chairs', 'range', 'SMP02', 8],
    ];
    const base = await baseOf({ ...REPOSITORY, 'desired-state/variables/values.xlsx': 'PK' }, rows);
    const keys = [edited('SMP02', 'range', 9n), edited('SMP02', 'sounds.sit', false)];
    const change = await adopt(base, keys, 'instance');
    expect(change.kept.map(({ key }) => keyId(key.path))).toEqual(['sounds.sit']);
    expect(change.left).toMatchObject([{ id: 'range', why: { code: 'not-editable' } }]);
    expect(change.left[0]?.why.message).toMatch(/All.*D2/);
  });

  it('gives equal edits an equal digest, whatever else the repository says', async () => {
    const other = { ...REPOSITORY, [CHAIRS]: REPOSITORY[CHAIRS]?.replace('Why', 'Because') ?? '' };
    const [first, second, third] = await Promise.all([
      adopt(await baseOf(), [edited('SMP01', 'range', 7n)]),
      adopt(await baseOf(other), [edited('SMP01', 'range', 7n)]),
      adopt(await baseOf(), [edited('SMP01', 'range', 8n)]),
    ]);
    expect(second.digest).toBe(first.digest);
    expect(third.digest).not.toBe(first.digest);
  });

  it('leaves what would be a mistake, and keeps the rest', async () => {
    const keys = [edited('SMP01', 'range', 'far'), edited('SMP01', 'sounds.sit', false)];
    const change = await adopt(await baseOf(), keys);
    expect(change.kept.map(({ key }) => keyId(key.path))).toEqual(['sounds.sit']);
    expect(change.left.map(({ why }) => why.code)).toEqual(['would-be-mistake']);
  });

  it('changes nothing for nothing', async () => {
    expect((await changeRepository(await baseOf(), [])).files.size).toBe(0);
  });
});

const KEYS = ['range', 'greeting', 'sounds.sit', 'worlds'] as const;
const values = fc.oneof(
  fc.bigInt({ min: -99n, max: 99n }),
  fc.boolean(),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('{{HOST_NAME}}', 'yes', '5', '', '!absent', 'a: b #c', '§aHi', 0.25),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }),
);
const drift = fc.record({
  instance: fc.constantFrom('SMP01', 'SMP02', 'HUB01', 'FAR01'),
  key: fc.constantFrom(...KEYS),
  value: fc.option(values, { nil: undefined, freq: 6 }),
  pick: fc.nat(5),
});

describe('any drift, kept at any layer that is offered', () => {
  it('leaves nothing to plan on the servers that had it, and changes no more than it said', async () => {
    const base = await baseOf();
    const property = fc.asyncProperty(fc.array(drift, { minLength: 1, maxLength: 4 }), async (drifts) => {
      const picks = new Map(drifts.map((one) => [`${one.instance} ${one.key}`, one]));
      const keys = [...picks.values()].map(({ instance, key, value }) => edited(instance, key, value));
      const chosen = propose(base.desired, ...keys).flatMap(({ key, candidates }, index) => {
        const found = candidates[([...picks.values()][index]?.pick ?? 0) % Math.max(1, candidates.length)];
        return found === undefined ? [] : [{ key, edit: found.edit, said: found.touches }];
      });
      const change = await changeRepository(base, chosen).catch((failure: Error) => failure.message);
      // Choices at several layers may contradict each other, which is told.
      if (typeof change === 'string') return expect(change).toContain('do not go together');
      const files = { ...REPOSITORY, ...Object.fromEntries(change.files) };
      const rendered = renderKeys((await baseOf(files)).desired);
      for (const { key } of change.kept) expect(agrees(rendered, key)).toBe(true);
      const said = chosen.flatMap((choice) => [...choice.said.map(placeOf), placeOf(ofKey(choice.key))]);
      const meant = new Set([...said, ...keys.map((key) => placeOf(ofKey(key)))]);
      for (const touched of change.touches) expect(meant).toContain(placeOf(touched));
    });
    await fc.assert(property, { numRuns: 25, seed: 11 });
  });
});

function ofKey({ instance, path }: EditedKey) {
  return { instance, id: keyId(path) };
}

function placeOf({ instance, id }: { readonly instance: string; readonly id: string }): string {
  return `${instance} ${id}`;
}
