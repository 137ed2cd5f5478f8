import type { ActivationNote, ActivationStep } from './activation-note.ts';

const WORDS: Readonly<Record<ActivationStep, string>> = {
  measuring: 'restarting: looking at the server first',
  'backing-up': 'restarting: AMP takes a backup first',
  'counting-down': 'restarting: players are told',
  stopping: 'restarting: stopping',
  down: 'restarting: stopped',
  starting: 'restarting: starting',
  reloading: 'reloading',
  watching: 'watching the server',
  undoing: 'taking it back',
  restoring: 'starting with the old files',
};

/** Where an instance is on its way, in words that stay the same as long as the step lasts. */
export function stepText({ step, trouble, hiccup }: ActivationNote): string {
  const why = hiccup ?? trouble;
  return why === null ? WORDS[step] : `${WORDS[step]}: ${why}`;
}
