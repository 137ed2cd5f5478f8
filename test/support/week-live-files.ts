import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigDocument, ConfigEntry } from '../../src/core/formats/config-format.ts';
import { formatByName } from '../../src/core/formats/index.ts';
import { decodeText, encodeText } from '../../src/core/formats/text-encoding.ts';
import type { ConfigValue } from '../../src/core/model/config-value.ts';
import type { ManagedFile } from '../../src/core/model/managed-file.ts';
import { compileDesiredState } from '../../src/core/render/compile-desired-state.ts';
import { renderInstance } from '../../src/core/render/render-instance.ts';
import type { WeekFleet } from './week-fleet.ts';

/** The managed files of instances as Git wants them, by the instance's name and by path. */
export type Wanted = ReadonlyMap<string, ReadonlyMap<string, ManagedFile>>;

/** As Git has it now. */
export async function wantedFiles(fleet: WeekFleet): Promise<Wanted> {
  const compiled = compileDesiredState(await fleet.desired());
  return new Map(
    fleet.instances.map((instance) => {
      const { render } = renderInstance(compiled, instance, (name) => fleet.secrets.get(name));
      return [instance.name, new Map(render.files.map((file) => [file.path as string, file]))];
    }),
  );
}

/** Undefined for a file that is not there or can't be read. */
export function readLive(root: string, file: ManagedFile): ConfigDocument | undefined {
  const path = join(root, file.path);
  if (!existsSync(path)) return undefined;
  const decoded = decodeText(readFileSync(path), file.format);
  if (decoded.kind === 'undecodable') return undefined;
  const read = formatByName(file.format).read(decoded.text);
  return read.kind === 'read' ? read.document : undefined;
}

/** As an editor does: the very file, and nothing of it but the key's value. */
export function writeLive(
  root: string,
  file: ManagedFile,
  { entry, value }: { readonly entry: ConfigEntry; readonly value: ConfigValue },
): void {
  const path = join(root, file.path);
  const decoded = decodeText(readFileSync(path), file.format);
  if (decoded.kind === 'undecodable') throw new Error(`${path} can't be edited`);
  const edited = formatByName(file.format).edit(decoded.text, [{ kind: 'set', path: entry.path, value }]);
  if (edited.kind === 'refused') throw new Error(`${path}: ${entry.id} can't be edited`);
  writeFileSync(path, encodeText(edited.text, decoded.encoding));
}
