import { describe, expect, it } from 'vitest';
import { validate } from './small-fleet.ts';

function codesOf(entry: string): readonly string[] {
  return validate({ 'plugins.yaml': `plugins:\n  CMI:\n${entry}` }).map(
    ({ code, place }) => `${code} ${place.file.split('/').at(-1)}:${place.line}`,
  );
}

const migrations = (...lines: readonly string[]) =>
  codesOf(`    migrations:\n${lines.map((line) => `      - ${line}\n`).join('')}`);

describe('migrations in the registry', () => {
  it('warn at every key that the pinned version knows by another name', () => {
    const changes =
      '{ to: 9.8.0, rename: { inv: inventories }, move: { web.port: "web.yml:port" }, drop: [old-option] }';
    const later = '{ to: 9.9.0, rename: { Animations.ChairRange: Animations.Range } }';
    const listed = `    migrations:\n      - ${changes}\n      - ${later}\n`;
    expect(codesOf(`    version: "9.8"\n${listed}`)).toEqual([
      'migrated-key CMI.md:17',
      'migrated-key CMI.md:18',
      'migrated-key CMI.md:20',
      'migrated-key TOW01.yaml:5',
    ]);
    expect(codesOf(`    version: "9.7"\n${listed}`)).toEqual([]);
    expect(codesOf(listed)).toEqual([]);
  });

  it('are refused with their place where they can’t be meant', () => {
    expect(migrations('{ to: 9.8.0, renam: { a: b } }')).toEqual([
      'bad-value plugins.yaml:4',
      'unknown-key plugins.yaml:4',
    ]);
    expect(migrations('{ to: 9.8.0, drop: [a], rename: { a: b } }')).toEqual(['bad-value plugins.yaml:4']);
    expect(migrations('{ to: 9.8.0, drop: [x] }', '{ to: 9.8.1, rename: { a: b, b: a } }')).toEqual([
      'bad-value plugins.yaml:5',
    ]);
    expect(migrations('{ to: 9.8.0, drop: [a..b] }')).toEqual(['bad-value plugins.yaml:4']);
    expect(migrations('{ to: 9.8.0, move: { a: ../x.yml } }')).toEqual(['bad-value plugins.yaml:4']);
    expect(migrations('{ to: 9.8.0, move: { a: "config.yml:b" } }')).toEqual(['bad-value plugins.yaml:4']);
    expect(migrations('{ to: latest, drop: [a] }')).toEqual(['bad-value plugins.yaml:4']);
    expect(migrations('{ drop: [a] }')).toEqual(['missing-key plugins.yaml:4']);
  });
});
