import { lstatSync, readFileSync } from 'node:fs';
import { readYaml } from '../../core/formats/yaml/read-yaml.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName, parseInstancePath } from '../../core/model/instance.ts';
import type { FileRule, LegacyOptions } from '../../core/onramp/legacy/legacy-options.ts';
import type { CliOptions } from '../command.ts';

const LARGEST_BYTES = 1024 * 1024;

/** What the flags and their files say of the old names. A flag wins over its file. */
export function readLegacyOptions(options: CliOptions): Omit<LegacyOptions, 'live'> {
  const aliases = new Map([
    ...readPairs(options.aliases, '--aliases'),
    ...splitPairs(options.alias, '--alias OLD=NEW'),
  ]);
  const hosts = new Map([
    ...readPairs(options.hosts, '--hosts'),
    ...splitPairs(options.hostOf, '--host-of NAME=HOST'),
  ]);
  for (const host of hosts.values()) {
    if (!isSafeName(host)) {
      throw new MistakeError(
        `${JSON.stringify(host)} can't be the name of a host`,
        'Use letters, digits, `_` and `-`, at most 64 of them.',
      );
    }
  }
  return { aliases, hosts, files: (options.fileOf ?? []).map(readFileRule) };
}

function splitPairs(
  pairs: readonly string[] | undefined,
  form: string,
): readonly (readonly [string, string])[] {
  return (pairs ?? []).map((pair) => {
    const [, left = '', right = ''] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (left === '') throw new MistakeError(`${JSON.stringify(pair)} is no pair`, `Write ${form}.`);
    return [left.trim(), right.trim()] as const;
  });
}

function readPairs(file: string | undefined, flag: string): readonly (readonly [string, string])[] {
  if (file === undefined) return [];
  const refuse = (why: string) =>
    new MistakeError(`${file} of ${flag} ${why}`, 'Write one line for each name, such as `TOWER01: TOW01`.');
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > LARGEST_BYTES)
    throw refuse('is not there, or is no small file');
  const result = readYaml(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  if (result.kind === 'unreadable') throw refuse(`is no YAML: line ${result.error.line}`);
  return [...result.document.entries()].map(({ path, value, line }) => {
    const [name, ...deeper] = path;
    if (name === undefined || deeper.length > 0 || typeof value !== 'string' || value === '')
      throw refuse(`has no plain name on line ${line}`);
    return [name, value] as const;
  });
}

function readFileRule(rule: string): FileRule {
  const [, plugin = '', glob = '', file = ''] = /^([^:]+):(.+)=([^=]+)$/.exec(rule) ?? [];
  if (plugin !== '' && parseInstancePath(file) !== undefined) return { plugin, glob, file };
  throw new MistakeError(
    `${JSON.stringify(rule)} is no rule for files`,
    "Write --file-of 'PLUGIN:KEY*=messages.yml', with the file below the plugin's folder.",
  );
}
