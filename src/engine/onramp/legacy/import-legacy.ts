import { hasErrors, type Issue, type SourcePlace } from '../../../core/model/issue.ts';
import type { RepositoryDraft } from '../../../core/model/repository-draft.ts';
import type { Secret } from '../../../core/model/secret.ts';
import {
  describeLegacy,
  type LegacyDescription,
  type Refusal,
} from '../../../core/onramp/legacy/describe-legacy.ts';
import { itemId } from '../../../core/onramp/legacy/item.ts';
import type { Counted } from '../../../core/onramp/legacy/ledger.ts';
import type { LegacyData } from '../../../core/onramp/legacy/legacy-data.ts';
import type { LegacyFinding } from '../../../core/onramp/legacy/legacy-finding.ts';
import type { LegacyOptions } from '../../../core/onramp/legacy/legacy-options.ts';
import { checkFleet } from '../../../core/render/check-fleet.ts';
import { type AssembledState, assembleDesiredState } from '../../../core/source/assemble-desired-state.ts';
import { type Unwritten, writeRepository } from '../../../core/source/write/write-repository.ts';

const MOST_ROUNDS = 8;

/** A new repository out of the old files; every mistake that a file could make in it is among the findings. */
export interface LegacyImport {
  /** Path in the repository → text. */
  readonly files: ReadonlyMap<string, string>;
  readonly draft: RepositoryDraft;
  readonly secrets: ReadonlyMap<string, Secret<string>>;
  readonly findings: readonly LegacyFinding[];
  readonly account: LegacyAccount;
  /** What `validate` would say of the files. */
  readonly issues: readonly Issue[];
}

/** For each: `read` = `written` + `leftOut`. `written` is counted in the files, as they are read back. */
type LegacyAccount = Readonly<Record<Counted, CountedItems>>;

interface CountedItems {
  readonly read: number;
  readonly written: number;
  readonly leftOut: number;
}

/**
 * Describes, writes and reads back, until nothing that the old files say makes the repository invalid: such a value is
 * left out and told. What is still wrong then is told as well.
 */
export function importLegacy(data: LegacyData, options: LegacyOptions): LegacyImport {
  const refusals = new Map<string, Refusal>();
  for (let round = 1; ; round += 1) {
    const description = describeLegacy(data, options, refusals);
    const { files, unwritten } = writeRepository(description.draft);
    const assembled = assemble(files);
    const across = assembled.readable === undefined ? [] : checkFleet(assembled.readable);
    const issues = [...assembled.issues, ...across];
    const before = refusals.size;
    refuseUnwritten(unwritten, description, refusals);
    refuseInvalid(issues, { assembled, description }, refusals);
    if (refusals.size === before || round === MOST_ROUNDS)
      return finish({ description, files, assembled, issues });
  }
}

function assemble(files: ReadonlyMap<string, string>): AssembledState {
  const bytes = new Map([...files].map(([path, text]) => [path, Buffer.from(text)]));
  return assembleDesiredState({ files: bytes, workbooks: [] });
}

function refuseUnwritten(
  unwritten: readonly Unwritten[],
  { items }: LegacyDescription,
  refusals: Map<string, Refusal>,
): void {
  for (const { plugin, file, key, scope, reason } of unwritten) {
    const where = typeof scope === 'string' ? scope : scope.kind === 'instance' ? scope.name : undefined;
    if (where === undefined) continue;
    const id = itemId({ scope: where, plugin, file, path: key });
    const text = `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`;
    if (items.has(id))
      refusals.set(id, { kind: 'unwritable-key', text, advice: 'Write it into the new baseline by hand.' });
  }
}

interface Checked {
  readonly assembled: AssembledState;
  readonly description: LegacyDescription;
}

/** Only what the old files said can be left out; other errors stay. */
function refuseInvalid(
  issues: readonly Issue[],
  { assembled, description }: Checked,
  refusals: Map<string, Refusal>,
): void {
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const ids = itemsByPlace(assembled);
  for (const { place, code, message, help } of errors) {
    const id = ids.get(placeId(place));
    if (id !== undefined && description.items.has(id))
      refusals.set(id, { kind: 'refused-value', text: `${message} (${code})`, advice: help });
  }
}

function itemsByPlace({ readable }: AssembledState): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { plugin, files } of readable?.baselines.values() ?? []) {
    for (const { path: file, keys } of files)
      for (const { path, place } of keys)
        ids.set(placeId(place), itemId({ scope: 'baseline', plugin, file, path }));
  }
  for (const { scope, plugin, file, key } of readable?.overrides ?? []) {
    if (scope.kind === 'instance')
      ids.set(placeId(key.place), itemId({ scope: scope.name, plugin, file, path: key.path }));
  }
  return ids;
}

function placeId({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}

interface Finished extends Checked {
  readonly files: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

function finish({ description, files, assembled, issues }: Finished): LegacyImport {
  const { draft, secrets, findings, account, firstKeys } = description;
  const count = (of: Counted, written: number): CountedItems => ({ ...account[of], written });
  const { readable } = assembled;
  const keys = [...(readable?.baselines.values() ?? [])].flatMap(({ files: own }) =>
    own.flatMap((file) => file.keys),
  );
  const rows = files.get('desired-state/deployment-matrix.csv')?.trimEnd().split('\n').slice(1) ?? [];
  return {
    files,
    draft,
    secrets,
    findings: hasErrors(issues) ? [...findings, ...stillInvalid(issues)] : findings,
    account: {
      keys: count('keys', keys.length - firstKeys),
      values: count('values', readable?.overrides.length ?? 0),
      rows: count('rows', rows.length - description.newRows),
    },
    issues,
  };
}

function stillInvalid(issues: readonly Issue[]): readonly LegacyFinding[] {
  return issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, help, place }) => ({
      kind: 'still-invalid',
      subject: code,
      text: message,
      advice: help,
      places: [place],
      count: 1,
    }));
}
