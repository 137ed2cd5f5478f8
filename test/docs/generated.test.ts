import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { formatByName } from '../../src/core/formats/index.ts';
import { schemas } from '../../src/core/source/schemas.ts';
import { DEMO } from '../../src/demo/demo-spec.ts';
import { ROOT, readDocument, readDocuments } from './read-document.ts';

describe('the documents that are made from the code', () => {
  it('are current (node src/build/generate-docs.mjs makes them)', () => {
    const child = spawnSync(process.execPath, [join(ROOT, 'src/build/generate-docs.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect({ code: child.status, told: child.stderr }).toEqual({ code: 0, told: '' });
  });

  it('have every command and every option', () => {
    const { text } = readDocument('docs/commands.md');
    const missing = [...COMMANDS, DEMO].flatMap(({ name, options }) => {
      const part = text.split('\n## ').find((candidate) => candidate.startsWith(`${name}\n`)) ?? '';
      return options
        .filter(({ flags }) => !part.includes(`\`${flags.replaceAll('|', '\\|')}\``))
        .map(({ flags }) => `${name} ${flags}`);
    });
    expect(missing).toEqual([]);
  });

  it.each(Object.keys(schemas))('have a schema of %s that says what may be written', (name) => {
    const text = readFileSync(join(ROOT, `docs/schemas/${name}.schema.json`), 'utf8');
    const schema = JSON.parse(text) as { properties: object; additionalProperties: boolean };
    expect(Object.keys(schema.properties).length).toBeGreaterThan(0);
    expect(schema.additionalProperties).toBe(false);
  });
});

describe('options in the prose of a document', () => {
  const known = new Set(
    [...COMMANDS, DEMO].flatMap(({ options }) => options.map(({ flags }) => flags.split(' ')[0] ?? '')),
  );

  it('exist', () => {
    const named = readDocuments().flatMap(({ path, prose }) =>
      [...prose.matchAll(/`(--[a-z][a-z-]*)/g)].map((match) => [path, match[1] ?? ''] as const),
    );
    expect(named.length).toBeGreaterThan(20);
    const common = new Set(['--help', '--version', '--no-color', '--check', '--ignore-scripts']);
    const installer = new Set(
      ['deploy/install.sh', 'deploy/install/commands.sh'].flatMap(
        (path) => readFileSync(join(ROOT, path), 'utf8').match(/--[a-z][a-z-]+/g) ?? [],
      ),
    );
    const isKnown = (option: string) => known.has(option) || common.has(option) || installer.has(option);
    expect(named.filter(([, option]) => !isKnown(option))).toEqual([]);
  });
});

describe('blocks of configuration in a document', () => {
  it('can be read in the language that they name', () => {
    const blocks = readDocuments().flatMap(({ path, fences }) =>
      fences
        .filter(({ info }) => info === 'yaml' || info === 'json' || info === 'toml')
        .map(({ info, text, line }) => ({ place: `${path}:${line}`, info, text })),
    );
    expect(blocks.length).toBeGreaterThan(5);
    const bad = blocks.filter(
      ({ info, text }) => formatByName(info as 'yaml' | 'json' | 'toml').read(text).kind === 'unreadable',
    );
    expect(bad.map(({ place }) => place)).toEqual([]);
  });
});
