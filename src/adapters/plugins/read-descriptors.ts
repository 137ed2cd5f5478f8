import { DESCRIPTOR_NAMES } from '../../core/model/installed-plugin.ts';
import type { JarReading } from '../../ports/plugin-inventory.ts';
import { readEntries } from './read-entries.ts';

const MAX_DESCRIPTOR_MEBIBYTES = 1;

/** The files of a jar that describe a plugin. */
export async function readDescriptors(fd: number, size: number): Promise<JarReading> {
  const wanted = { names: DESCRIPTOR_NAMES, maxMebibytes: MAX_DESCRIPTOR_MEBIBYTES };
  const reading = await readEntries(fd, size, wanted);
  return reading.kind === 'read' ? { kind: 'read', descriptors: reading.entries } : reading;
}
