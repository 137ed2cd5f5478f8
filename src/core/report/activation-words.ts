import { listWords } from './count-words.ts';
import { inlineCode } from './markdown-text.ts';
import type { InstanceReport } from './report.ts';

const NAMED_MAX = 20;
const COMMANDS_MAX = 5;

/** Players of which instances notice an apply: `restart of A; reload on B`, or that nobody does. */
export function whoFeelsIt(instances: readonly InstanceReport[]): string {
  const restarts = written(instances).filter(({ activation }) => activation.kind === 'restart');
  const reloads = written(instances).filter(({ activation }) => activation.kind === 'reload');
  const parts = [
    ...(restarts.length === 0 ? [] : [`restart of ${names(restarts)}`]),
    ...(reloads.length === 0 ? [] : [`reload on ${names(reloads)}`]),
  ];
  return parts.length === 0 ? 'players feel nothing' : parts.join('; ');
}

/** The same in a few words, for a table or a status: `restart 2, reload 1`. */
export function briefActivation(instances: readonly InstanceReport[]): string {
  const count = (kind: string) =>
    written(instances).filter(({ activation }) => activation.kind === kind).length;
  const parts = [
    ...(count('restart') === 0 ? [] : [`restart ${count('restart')}`]),
    ...(count('reload') === 0 ? [] : [`reload ${count('reload')}`]),
  ];
  return parts.join(', ');
}

/** What one instance's server needs afterwards; empty for nothing. */
export function activationLine({ activation }: InstanceReport): string {
  switch (activation.kind) {
    case 'none':
      return '';
    case 'reload':
      return `Afterwards, in its console: ${codes(activation.commands)}.`;
    case 'restart':
      return `Afterwards a restart, because of ${codes(activation.causes)}.`;
  }
}

function codes(texts: readonly string[]): string {
  return listWords(
    texts.map((text) => inlineCode(text)),
    COMMANDS_MAX,
  );
}

function names(instances: readonly InstanceReport[]): string {
  return listWords(
    instances.map(({ name }) => inlineCode(name)),
    NAMED_MAX,
  );
}

/** An instance of which nothing is written needs nothing afterwards. */
function written(instances: readonly InstanceReport[]): readonly InstanceReport[] {
  return instances.filter(
    ({ changes, outcome }) => outcome?.kind === 'applied' || (outcome === null && changes.some(isWritten)),
  );
}

function isWritten({ held }: InstanceReport['changes'][number]): boolean {
  return held === null || held.reason === 'conflict';
}
