import type { FileReplacer } from '../engine/apply/host-writers.ts';
import { type Recovery, recover } from '../engine/apply/recover.ts';
import { type Screen, styled } from './print/screen.ts';

/** Ends what an earlier process left half done, and tells of it. */
export async function recoverFirst(host: FileReplacer, screen: Screen): Promise<readonly Recovery[]> {
  const recoveries = await recover(host);
  for (const { instance, id, outcome, message } of recoveries) {
    screen.print([
      styled(outcome === 'frozen' ? 'red' : 'yellow', `recovered (${outcome})`),
      `  ${instance}, run ${id}: ${message}`,
    ]);
  }
  return recoveries;
}
