import type { ConfigFormat } from '../formats/config-format.ts';
import type { FileDrift, KeyDrift, PreImage } from '../model/drift.ts';
import type { DesiredKey } from '../model/managed-file.ts';
import type { FileFinding, FilePlan, HeldKey, KeyChange } from '../model/plan.ts';
import { type ChangePolicy, decideChange } from './decide-change.ts';
import { editFile } from './edit-file.ts';

export interface PlanFileInput {
  readonly drift: FileDrift;
  readonly format: ConfigFormat;
  /** The live text that was compared; empty for a missing file. */
  readonly text: string;
  readonly policy: ChangePolicy;
  /** SHA-256 of the bytes that a text becomes in this file's encoding, in hex. */
  readonly digestOf: (text: string) => PreImage;
}

/** What to do in one file; undefined when nothing differs and nothing is to be recorded. */
export function planFile(input: PlanFileInput): FilePlan | undefined {
  const { drift } = input;
  if (drift.kind === 'plugin-missing') return untouched(input, { kind: 'plugin-missing' });
  if (drift.kind === 'unreadable') {
    return untouched(input, {
      kind: 'unreadable',
      reason: drift.reason,
      line: drift.line,
      column: drift.column,
    });
  }
  if (drift.kind === 'compared' && drift.keys.length === 0) return undefined;
  const sorted = sortByDecision(drift.keys, input.policy);
  const edited = editFile(input.format, input.text, sorted.changes);
  const preImage = drift.kind === 'missing' ? 'absent' : drift.preImage;
  return {
    file: drift.file,
    preImage,
    postImage: edited.changes.length === 0 ? preImage : input.digestOf(edited.text),
    finding: { kind: drift.kind === 'missing' ? 'missing' : 'present' },
    changes: edited.changes,
    held: [...sorted.held, ...edited.refused],
    converged: sorted.converged,
  };
}

function untouched(input: PlanFileInput, finding: FileFinding): FilePlan {
  const { file } = input.drift;
  return { file, preImage: 'absent', postImage: 'absent', finding, changes: [], held: [], converged: [] };
}

interface SortedKeys {
  readonly changes: readonly KeyChange[];
  readonly held: readonly HeldKey[];
  readonly converged: readonly DesiredKey[];
}

function sortByDecision(keys: readonly KeyDrift[], policy: ChangePolicy): SortedKeys {
  const changes: KeyChange[] = [];
  const held: HeldKey[] = [];
  const converged: DesiredKey[] = [];
  for (const drift of keys) {
    const decision = decideChange(drift, policy);
    switch (decision.kind) {
      case 'write':
        changes.push(drift);
        break;
      case 'record':
        converged.push(drift.key);
        break;
      case 'hold':
        held.push({ ...drift, reason: decision.reason, detail: whyUnresolved(drift) });
    }
  }
  return { changes, held, converged };
}

function whyUnresolved({ key: { value } }: KeyDrift): string | undefined {
  return value.kind === 'unresolved' ? value.why : undefined;
}
