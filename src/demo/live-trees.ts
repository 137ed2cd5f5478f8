import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatByName } from '../core/formats/index.ts';
import { decodeText, encodeText } from '../core/formats/text-encoding.ts';
import type { DesiredState } from '../core/model/desired-state.ts';
import type { Instance } from '../core/model/instance.ts';
import type { DesiredKey, ManagedFile } from '../core/model/managed-file.ts';
import { editFile } from '../core/plan/edit-file.ts';
import { compileDesiredState } from '../core/render/compile-desired-state.ts';
import { renderInstance } from '../core/render/render-instance.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { DEVIATIONS, type Deviation, OLD_FOLDERS, STRAY } from './deviations.ts';
import { stockFolder } from './package-files.ts';
import type { Sandbox } from './sandbox.ts';

/** Writes both hosts' instance folders as AMP would lay them; gives the number of configuration files. */
export function createLiveTrees(sandbox: Sandbox, desired: DesiredState, secrets: SecretSource): number {
  const compiled = compileDesiredState(desired);
  let files = 0;
  for (const instance of desired.fleet.instances.values()) {
    const folder = join(sandbox.instancesOf(instance.host), OLD_FOLDERS.get(instance.name) ?? instance.name);
    const root = createApplication(folder, instance);
    if (!instance.managed) continue;
    const { render } = renderInstance(compiled, instance, (name) => secrets.get(name));
    for (const file of render.files) writeLive({ instance, root, file });
    files += render.files.length;
  }
  const stray = join(sandbox.instancesOf(STRAY.host), STRAY.folder);
  mkdirSync(join(stray, 'Minecraft'), { recursive: true });
  writeFileSync(join(stray, 'MinecraftModule.kvp'), 'Minecraft.ServerType=Paper\n');
  return files;
}

/** AMP's own files and the application folder of one instance. */
function createApplication(folder: string, instance: Instance): string {
  const [marker, content, application] = ampFilesOf(instance);
  const root = join(folder, application);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(folder, marker), content);
  writeFileSync(
    join(folder, 'AMPConfig.conf'),
    `# AMP's own settings\nWebserver.Port=8081\nAMP.Theme=Default\n`,
  );
  return root;
}

function ampFilesOf(instance: Instance): readonly [marker: string, content: string, application: string] {
  switch (instance.platform) {
    case 'ads':
      return ['ADSModule.kvp', 'ADS.Mode=Standalone\n', '.'];
    case 'geyser':
      return [
        'GenericModule.kvp',
        'Meta.DisplayName=Geyser\nApp.RootDir=./geyser/\nApp.BaseDirectory=./geyser/\n',
        'geyser',
      ];
    default: {
      const type = instance.platform === 'velocity' ? 'Velocity' : 'Paper';
      return [
        'MinecraftModule.kvp',
        `# Written by AMP\nMinecraft.ServerType=${type}\nLimits.SleepMode=False\n`,
        'Minecraft',
      ];
    }
  }
}

interface LiveFileInput {
  readonly instance: Instance;
  readonly root: string;
  readonly file: ManagedFile;
}

function writeLive({ instance, root, file }: LiveFileInput): void {
  const target = join(root, file.path);
  const deviation = DEVIATIONS.get(`${instance.name} ${file.path}`);
  if (deviation?.kind === 'plugin-missing') {
    rmSync(join(root, file.folder), { recursive: true, force: true });
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  if (deviation?.kind === 'file-missing') {
    writeFileSync(
      join(dirname(target), 'README.txt'),
      'The plugin is installed; its configuration is gone.\n',
    );
    return;
  }
  writeFileSync(target, liveBytes(stockOf(instance, file), file, deviation));
}

function stockOf(instance: Instance, file: ManagedFile): Uint8Array {
  const path = join(stockFolder(), instance.platform, file.path);
  return existsSync(path) ? readFileSync(path) : new Uint8Array();
}

function liveBytes(stock: Uint8Array, file: ManagedFile, deviation: Deviation | undefined): Uint8Array {
  if (deviation?.kind === 'stock') return stock;
  if (deviation?.kind === 'empty') return new Uint8Array();
  const decoded = decodeText(stock, file.format);
  if (decoded.kind === 'undecodable') throw new Error(`the stock file of ${file.path} can't be decoded`);
  const edited = editFile(formatByName(file.format), decoded.text, file.keys.filter(isKnown).map(asChange));
  const [refused] = edited.refused;
  if (refused !== undefined) throw new Error(`${file.path}: ${refused.key.id}: ${refused.detail}`);
  return encodeText(deviate(edited.text, deviation), decoded.encoding);
}

function isKnown(key: DesiredKey): boolean {
  return key.value.kind !== 'unresolved';
}

function asChange(key: DesiredKey) {
  return { key, verdict: 'unadopted', live: { kind: 'absent' } } as const;
}

function deviate(text: string, deviation: Deviation | undefined): string {
  switch (deviation?.kind) {
    case 'crlf':
      return text.replaceAll(/\r?\n/g, '\r\n');
    case 'broken':
      return `${text}\nextra:\n\tadded-in-a-hurry: true\n`;
    default:
      return text;
  }
}
