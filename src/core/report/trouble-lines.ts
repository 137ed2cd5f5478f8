import { listWords, plural } from './count-words.ts';
import { inlineCode, sentence } from './markdown-text.ts';
import { reasonWords } from './reason-words.ts';
import type { Finding, InstanceReport } from './report.ts';

const LINES_MAX = 30;
const NAMES_MAX = 12;
const STOPPED: readonly InstanceReport['state'][] = ['Blocked', 'Failed', 'Unknown'];

/** One point of a list for each thing that an apply can't get past: what stands in its way, and what would help. */
export function troubleLines(instances: readonly InstanceReport[]): readonly string[] {
  const lines = [...instances.flatMap(linesOf), ...suspendedLines(instances)];
  const more = lines.length - LINES_MAX;
  return [...lines.slice(0, LINES_MAX), ...(more > 0 ? [`- … and ${plural(more, 'more warning')}.`] : [])];
}

function linesOf({ name, state, reason, findings }: InstanceReport): readonly string[] {
  const found = findings.filter(({ kind }) => kind !== 'missing');
  const lines = found.map((finding) => `- ⚠️ ${inlineCode(name)}: ${findingText(finding)}`);
  const isTold = found.some(({ kind }) => kind === reason?.code);
  if (reason === null || !STOPPED.includes(state) || isTold) return lines;
  const word = state.toLowerCase();
  return [`- ⛔ ${inlineCode(name)} is ${word}: ${reasonWords(reason)}`, ...lines];
}

/** One point for all that one suspension holds. */
function suspendedLines(instances: readonly InstanceReport[]): readonly string[] {
  const byWords = new Map<string, string[]>();
  for (const { name, state, reason } of instances) {
    if (state !== 'Suspended' || reason === null) continue;
    const words = reasonWords(reason);
    byWords.set(words, [...(byWords.get(words) ?? []), inlineCode(name)]);
  }
  return [...byWords].map(([words, names]) => `- ⏸️ ${listWords(names, NAMES_MAX)}: ${words}`);
}

function findingText({ kind, plugin, file, reason, line, column }: Finding): string {
  switch (kind) {
    case 'missing':
      return `${inlineCode(file)} is not there yet and will be created.`;
    case 'plugin-missing':
      return `${inlineCode(file)} is left out: the plugin ${inlineCode(plugin)} is not installed.`;
    case 'unreadable': {
      const place = line > 0 ? ` at line ${line}, column ${column}` : '';
      return `${inlineCode(file)} can't be read${place}: ${sentence(reason ?? 'no reason known')}`;
    }
  }
}
