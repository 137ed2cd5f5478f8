import { keyId } from '../../core/model/key-path.ts';
import type { DesiredValue } from '../../core/model/managed-file.ts';
import { layerName, placeText } from '../../core/onramp/adopt/adoption-edit.ts';
import type { Candidate } from '../../core/onramp/adopt/choose-candidate.ts';
import type { EditedKey, LeftKey, TouchedKey } from '../../core/onramp/adopt/edited-key.ts';
import { reportDesired } from '../../core/report/report-value.ts';
import type { RepositoryChange } from '../../engine/onramp/adopt/change-repository.ts';
import type { ChosenKey } from '../../engine/onramp/adopt/make-edits.ts';
import type { KeyProposal } from '../../engine/onramp/adopt/propose-adoption.ts';
import { plural } from './print-plan.ts';
import { fitLine, type Line, styled } from './screen.ts';
import { valueText } from './value-text.ts';

/** What became of it. */
export interface AdoptionOutcome {
  readonly kind: 'nothing' | 'shown' | 'declined' | 'put-back' | 'written' | 'patch' | 'pull-request';
  readonly files: readonly string[];
  /** Of the pull request. */
  readonly number: number | null;
  readonly url: string | null;
  /** What puts back the values that are not kept. */
  readonly commands: readonly string[];
}

const VALUE_MAX = 60;
const NAMED_MAX = 3;

/** One key with its value, as a question. */
export function questionText(key: EditedKey): string {
  return `${placeOf(key)} = ${liveText(key)}`;
}

/** One way to keep it, and what else that would change. */
export function candidateText({ edit, touches }: Candidate): string {
  const isRelease = edit.kind === 'key' && edit.change.kind === 'release';
  const where = isRelease ? `release: ${placeText(edit)} says nothing of it any more` : placeText(edit);
  return touches.length === 0 ? where : `${where}; also changes ${touchedText(touches)}`;
}

function touchedText(touches: readonly TouchedKey[]): string {
  const names = [...new Set(touches.map(({ instance }) => instance))];
  const more = names.length > NAMED_MAX ? ` and ${names.length - NAMED_MAX} more` : '';
  return `${plural(touches.length, 'value')} on ${names.slice(0, NAMED_MAX).join(', ')}${more}`;
}

/** What goes into the repository, what else changes by it, what is left, and the difference of the files. */
export function changeLines(change: RepositoryChange, width: number | undefined): readonly Line[] {
  const { kept, touches, diff } = change;
  return [
    ...kept.map((choice) => fitLine(keptLine(choice), width)),
    ...(touches.length === 0 ? [] : [['Also changes:'] as Line]),
    ...touches.map((touched) => fitLine(touchLine(touched), width)),
    ...(kept.length > 0 && touches.length === 0 ? [['Nothing else changes.'] as Line] : []),
    ...(diff === '' ? [] : [[''] as Line, ...diffLines(diff)]),
  ];
}

function keptLine({ key, edit }: ChosenKey): Line {
  return [styled('green', 'keep'), `  ${questionText(key)}  `, styled('dim', `(${placeText(edit)})`)];
}

function touchLine(touched: TouchedKey): Line {
  const { id, before, after } = touched;
  return [
    '  ',
    styled('yellow', '~'),
    ` ${placeOf(touched)}: ${desiredText(id, before)} -> ${desiredText(id, after)}`,
  ];
}

/** Keys that can't be kept, each with what to do. */
export function leftLines(left: readonly LeftKey[]): readonly Line[] {
  return left.flatMap((key): readonly Line[] => [
    [styled('yellow', 'left'), `  ${placeOf(key)}: ${key.why.message}`],
    [`      ${key.why.help}`],
  ]);
}

function diffLines(diff: string): readonly Line[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => !/^(?:diff --git |new file mode )/.test(line))
    .map((line): Line => {
      const shown = line.replace(/\r$/, '');
      if (/^(?:---|\+\+\+) /.test(shown)) return [styled('bold', shown)];
      if (shown.startsWith('+')) return [styled('green', shown)];
      return shown.startsWith('-') ? [styled('red', shown)] : [shown];
    });
}

/** The whole of it as `adopt --json` prints it; `proposals` names the layers that there were to choose from. */
export function adoptionJson(
  host: string,
  { kept, touches, left, diff }: RepositoryChange,
  { proposals, outcome }: { readonly proposals: readonly KeyProposal[]; readonly outcome: AdoptionOutcome },
) {
  const layersOf = (key: EditedKey) =>
    proposals.find((proposal) => proposal.key === key)?.candidates.map(({ edit }) => layerName(edit)) ?? [];
  return {
    host,
    keys: kept.map(({ key, edit }) => ({
      ...namesOf({ ...key, id: keyId(key.path) }),
      value: liveText(key),
      layer: layerName(edit),
      where: placeText(edit),
      layers: layersOf(key),
    })),
    alsoChanges: touches.map((touched) => ({
      ...namesOf(touched),
      before: desiredText(touched.id, touched.before),
      after: desiredText(touched.id, touched.after),
    })),
    left: left.map(({ why, ...key }) => ({ ...namesOf(key), ...why })),
    diff,
    outcome,
  };
}

type Named = Pick<TouchedKey, 'instance' | 'plugin' | 'file' | 'id'>;

function namesOf({ instance, plugin, file, id }: Named) {
  return { instance, plugin, file, key: id };
}

function placeOf(key: Omit<Named, 'id'> & ({ readonly id: string } | Pick<EditedKey, 'path'>)): string {
  const id = 'id' in key ? key.id : keyId(key.path);
  return `${key.instance} ${key.plugin} ${key.file}${id === '' ? '' : ` ${id}`}`;
}

function liveText({ path, live }: EditedKey): string {
  return desiredText(keyId(path), live);
}

function desiredText(id: string, value: DesiredValue | undefined): string {
  return value === undefined ? '(not owned)' : valueText(reportDesired({ id, value }), VALUE_MAX);
}
