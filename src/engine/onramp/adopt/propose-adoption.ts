import { canonicalText } from '../../../core/model/config-value.ts';
import type { DesiredState } from '../../../core/model/desired-state.ts';
import { keyId } from '../../../core/model/key-path.ts';
import type { AdoptionEdit } from '../../../core/onramp/adopt/adoption-edit.ts';
import { type Candidate, chooseCandidate } from '../../../core/onramp/adopt/choose-candidate.ts';
import {
  type EditedKey,
  type EditedValue,
  editedSubject,
  type TouchedKey,
} from '../../../core/onramp/adopt/edited-key.ts';
import { listCandidates } from '../../../core/onramp/adopt/list-candidates.ts';
import { withEdits } from '../../../core/onramp/adopt/with-edits.ts';
import { diffKeys, findFile, isSameValue, type RenderedKeys, renderKeys } from './render-keys.ts';

/** A key with every edit that brings its live value into the repository; none where nothing does. */
export interface KeyProposal {
  readonly key: EditedKey;
  /** Narrowest first. */
  readonly candidates: readonly Candidate[];
  /** Index of the proposed one; 0 where there is none. */
  readonly proposed: number;
}

/** Beyond this many keys that are one variable each, variables are not proposed: each needs a look at the whole fleet. */
const MOST_VARIABLES = 40;

/** Proposes where to write each value down, with what else each way would change: rendered, not guessed. */
export function proposeAdoption(
  desired: DesiredState,
  { edited, reason }: { readonly edited: readonly EditedKey[]; readonly reason: string },
): readonly KeyProposal[] {
  const wishes = edited.flatMap((key, index) => {
    const instance = desired.fleet.instances.get(key.instance);
    const edits = instance === undefined ? [] : listCandidates(desired, instance, { key, reason });
    return edits.map((edit, rank): Wish => ({ key, index, rank, edit }));
  });
  const before = renderKeys(desired);
  const proven = roundsOf(wishes).flatMap((round) => proveRound(desired, before, { round, edited }));
  return edited.map((key, index) => {
    const own = proven.filter(({ wish }) => wish.index === index).sort((a, b) => a.wish.rank - b.wish.rank);
    const candidates = own.map(({ candidate }) => candidate);
    return { key, candidates, proposed: chooseCandidate(candidates) };
  });
}

/** One edit that may bring one key's value into the repository. */
interface Wish {
  readonly key: EditedKey;
  readonly index: number;
  readonly rank: number;
  readonly edit: AdoptionEdit;
}

/** Wishes that are proven together: edits of different keys do not meet, and equal edits are one. A variable may feed anything. */
function roundsOf(wishes: readonly Wish[]): readonly (readonly Wish[])[] {
  const rounds: { readonly edits: Map<string, string>; readonly wishes: Wish[] }[] = [];
  for (const wish of wishes.filter(({ edit }) => edit.kind === 'key')) {
    const place = editedSubject(wish.key);
    const change = editText(wish.edit);
    const round = rounds.find(({ edits }) => (edits.get(place) ?? change) === change);
    if (round === undefined) rounds.push({ edits: new Map([[place, change]]), wishes: [wish] });
    else {
      round.edits.set(place, change);
      round.wishes.push(wish);
    }
  }
  const variables = wishes.filter(({ edit }) => edit.kind === 'variable').slice(0, MOST_VARIABLES);
  return [...rounds.map((round) => round.wishes), ...variables.map((wish) => [wish])];
}

/** Equal for equal edits, whatever they are for. */
export function editText(edit: AdoptionEdit): string {
  const where =
    edit.kind === 'variable'
      ? [edit.scope, edit.name]
      : [edit.layer, edit.plugin, edit.file, keyId(edit.path)];
  const { change } = edit;
  return JSON.stringify([
    edit.kind,
    where,
    change.kind,
    change.kind === 'set' ? canonicalText(change.value) : '',
  ]);
}

interface Round {
  readonly round: readonly Wish[];
  readonly edited: readonly EditedKey[];
}

function proveRound(
  desired: DesiredState,
  before: RenderedKeys,
  { round, edited }: Round,
): readonly { readonly wish: Wish; readonly candidate: Candidate }[] {
  const edits = new Map(round.map(({ edit }) => [editText(edit), edit]));
  const plugins = round.every(({ edit }) => edit.kind === 'key')
    ? new Set(round.map(({ key }) => key.plugin))
    : undefined;
  const after = renderKeys(withEdits(desired, [...edits.values()]), plugins);
  const changes = groupBySubject(diffKeys(onlyFilesOf(before, after), after));
  const live = new Map(edited.map((key) => [JSON.stringify([key.instance, editedSubject(key)]), key.live]));
  return round.flatMap((wish) => {
    if (!agrees(after, wish.key)) return [];
    const own =
      wish.edit.kind === 'key' ? (changes.get(editedSubject(wish.key)) ?? []) : [...changes.values()].flat();
    const touches = own.filter((change) => !hasItAlready(change, live.get(liveId(change))));
    return [{ wish, candidate: { edit: wish.edit, touches, ...countShared(after, wish.key) } }];
  });
}

function liveId({ instance, plugin, file, id }: TouchedKey): string {
  return JSON.stringify([instance, JSON.stringify([plugin, file, id])]);
}

function groupBySubject(changes: readonly TouchedKey[]): ReadonlyMap<string, readonly TouchedKey[]> {
  const groups = new Map<string, TouchedKey[]>();
  for (const change of changes) {
    const subject = JSON.stringify([change.plugin, change.file, change.id]);
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [change]);
    else group.push(change);
  }
  return groups;
}

/** Files that were not rendered afterwards did not change. */
function onlyFilesOf(before: RenderedKeys, after: RenderedKeys): RenderedKeys {
  return new Map(
    [...before].map(([id, files]) => {
      const paths = new Set((after.get(id) ?? []).map(({ path }) => path));
      return [id, files.filter(({ path }) => paths.has(path))];
    }),
  );
}

/** True when the key's own instance would then be as it is. */
export function agrees(rendered: RenderedKeys, key: EditedKey): boolean {
  const wanted = findFile(rendered, key)?.keys.find(({ id }) => id === keyId(key.path))?.value;
  if (wanted === undefined) return key.live.kind === 'absent';
  return isSameValue(wanted, key.live);
}

function hasItAlready({ after }: TouchedKey, live: EditedValue | undefined): boolean {
  if (live === undefined) return false;
  return after === undefined ? live.kind === 'absent' : isSameValue(after, live);
}

/** Of the instances that have the file, those that should then have the live value. */
function countShared(after: RenderedKeys, key: EditedKey): Pick<Candidate, 'shared' | 'placed'> {
  const others = [...after.keys()].map((instance) => ({ ...key, instance }));
  const placed = others.filter((other) => findFile(after, other) !== undefined);
  return { placed: placed.length, shared: placed.filter((other) => agrees(after, other)).length };
}
