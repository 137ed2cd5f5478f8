import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CheckedSettings, checkSettings } from '../../../src/settings/check-settings.ts';
import type { Settings } from '../../../src/settings/settings.ts';

/** A folder of the agent's own files, gone when the test ends. */
export interface SettingsRig {
  readonly path: string;
  readonly file: (name: string) => string;
  readonly write: (name: string, text: string, mode?: number) => string;
  /** `DIR` in the text stands for the folder. */
  readonly check: (text: string, environment?: Readonly<Record<string, string>>) => CheckedSettings;
}

export function createSettingsRig(): SettingsRig {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-settings-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = (name: string) => join(dir, name);
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(file(name), text);
    chmodSync(file(name), mode);
    return file(name);
  };
  const path = file('agent.yaml');
  return {
    path,
    file,
    write,
    check: (text, environment = {}) => {
      write('agent.yaml', text.replaceAll('DIR', dir), 0o644);
      return checkSettings(path, environment);
    },
  };
}

/** The three that are required. */
export const LEAST = `host: frost
source:
  url: https://github.com/acme/network.git
amp:
  instances: /home/amp/.ampdata/instances
`;

/** `code@line:column`, in order. */
export function told({ issues }: CheckedSettings): readonly string[] {
  return issues.map(({ code, place }) => `${code}@${place.line}:${place.column}`);
}

/** Throws, with what is wrong, where settings were expected. */
export function settingsOf({ settings, issues }: CheckedSettings): Settings {
  if (settings === undefined) throw new Error(JSON.stringify(issues, undefined, 2));
  return settings;
}

export function rsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}
