import { layerName } from '../../core/onramp/adopt/adoption-edit.ts';
import {
  type EditedKey,
  type LeftKey,
  type LeftReason,
  leaveKey,
} from '../../core/onramp/adopt/edited-key.ts';
import type { ChosenKey } from '../../engine/onramp/adopt/make-edits.ts';
import type { KeyProposal } from '../../engine/onramp/adopt/propose-adoption.ts';
import type { Questions } from '../cli-context.ts';
import { candidateText, questionText } from '../print/print-adoption.ts';

export interface ChosenLayers {
  readonly chosen: readonly ChosenKey[];
  readonly left: readonly LeftKey[];
  /** To be put back. */
  readonly rejected: readonly EditedKey[];
}

/** The layer of this name for each key, or without one the proposed. */
export function takeLayers(proposals: readonly KeyProposal[], layer: string | undefined): ChosenLayers {
  const taken = proposals.map(({ key, candidates, proposed }) => ({
    key,
    edit: (layer === undefined
      ? candidates[proposed]
      : candidates.find((candidate) => layerName(candidate.edit) === layer)
    )?.edit,
  }));
  return {
    chosen: taken.flatMap(({ key, edit }) => (edit === undefined ? [] : [{ key, edit }])),
    left: taken.flatMap(({ key, edit }) => (edit === undefined ? [leaveKey(key, noLayer(layer))] : [])),
    rejected: [],
  };
}

/** Asks a person, key by key unless all are taken as proposed. */
export async function askLayers(
  questions: Questions,
  proposals: readonly KeyProposal[],
): Promise<ChosenLayers> {
  const open = proposals.filter(({ candidates }) => candidates.length > 0);
  if (open.length > 1) {
    const answer = await questions.choose(`${open.length} keys were changed on the servers.`, [
      'keep all of them, each where it is proposed',
      'choose for each key',
    ]);
    if (answer === 0) return takeLayers(proposals, undefined);
  }
  const asked: { chosen: ChosenKey[]; left: LeftKey[]; rejected: EditedKey[] } = {
    chosen: [],
    left: [
      ...takeLayers(
        proposals.filter((proposal) => !open.includes(proposal)),
        undefined,
      ).left,
    ],
    rejected: [],
  };
  for (const proposal of open) await askOne(questions, proposal, asked);
  return asked;
}

async function askOne(
  questions: Questions,
  { key, candidates, proposed }: KeyProposal,
  asked: { readonly chosen: ChosenKey[]; readonly rejected: EditedKey[] },
): Promise<void> {
  const first = candidates[proposed];
  if (first === undefined) return;
  const sorted = [first, ...candidates.toSpliced(proposed, 1)];
  const answer = await questions.choose(questionText(key), [
    ...sorted.map(candidateText),
    'leave it as it is for now',
    'put it back on the server',
  ]);
  const edit = sorted[answer]?.edit;
  if (edit !== undefined) asked.chosen.push({ key, edit });
  else if (answer === sorted.length + 1) asked.rejected.push(key);
}

function noLayer(layer: string | undefined): LeftReason {
  const help = 'Look at `homeamp explain` to see who gives the key its value.';
  return layer === undefined
    ? { code: 'no-layer', message: 'no layer of the repository can give this server that value', help }
    : { code: 'no-layer', message: `it can't be kept with --layer ${layer}: a narrower layer decides`, help };
}
