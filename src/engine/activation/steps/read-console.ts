import { secretHider } from '../redact-secrets.ts';
import { ignoreRefusal } from './ignore-refusal.ts';
import type { StepInput } from './step.ts';

/** What the console showed since it was read last, secrets taken out; nothing where it can't be read. */
export async function readConsole({ amp, host, note }: StepInput): Promise<readonly string[]> {
  const lines = await ignoreRefusal(() => amp.operator.console.read(note.server), []);
  return lines.map(secretHider(host.secrets));
}
