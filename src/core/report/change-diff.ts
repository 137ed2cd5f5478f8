import type { HoldReason } from '../model/plan.ts';
import { plural } from './count-words.ts';
import { codeBlock, inlineCode, safeLine } from './markdown-text.ts';
import type { KeyChangeReport, OriginReport } from './report.ts';
import { valuePair } from './value-line.ts';

const KEY_MAX = 120;
const PLACE_MAX = 160;
const REASON_MAX = 120;

/** A diff for each file, key by key: what is there, what is wanted, and which line asks for it. Keys beyond `max` are counted. */
export function changeDiffs(changes: readonly KeyChangeReport[], max: number): string {
  const shown = changes.slice(0, max);
  const files = [...new Set(shown.map(({ file }) => file))];
  const blocks = files.map((file) => fileDiff(file, shown));
  const hidden = changes.length - shown.length;
  return [...blocks, ...(hidden > 0 ? [`… and ${plural(hidden, 'more key')}.`] : [])].join('\n\n');
}

function fileDiff(file: string, changes: readonly KeyChangeReport[]): string {
  const lines = changes.filter((change) => change.file === file).flatMap(diffLines);
  return `${inlineCode(file)}\n\n${codeBlock('diff', lines)}`;
}

function diffLines(change: KeyChangeReport): readonly string[] {
  const key = change.key === '' ? '' : `${safeLine(change.key, KEY_MAX)}: `;
  const [live, desired] = valuePair(change);
  return [
    ...('absent' in change.live ? [] : [`- ${key}${live}`]),
    `+ ${key}${desired}`,
    `    ${originLine(change.origin)}`,
    ...ampLines(change),
    ...noteLines(change),
  ];
}

/** AMP lays its own settings over the file at each start, so that they must be set there. */
function ampLines({ ampSetting }: KeyChangeReport): readonly string[] {
  return ampSetting === null ? [] : [`    AMP's own setting ${safeLine(ampSetting, KEY_MAX)}`];
}

/** Who speaks, where, and why: one line. */
export function originLine({ layer, name, file, line, reason }: OriginReport): string {
  const place = line > 0 ? `${file}:${line}` : file;
  const who = layer === 'baseline' ? 'baseline' : `${layer} ${name}`;
  const why = reason === null ? '' : `: ${safeLine(reason, REASON_MAX)}`;
  return `${safeLine(`${who}, ${place}`, PLACE_MAX)}${why}`;
}

function noteLines({ verdict, held }: KeyChangeReport): readonly string[] {
  if (verdict === 'conflicting') {
    return ['!   edited on the server and in Git: applying this plan overwrites the live value'];
  }
  if (held === null) return verdict === 'drifted' ? ['!   edited on the server: it will be put back'] : [];
  const detail = held.detail === null ? '' : ` (${safeLine(held.detail, REASON_MAX)})`;
  return [`!   not written: ${HELD_WORDS[held.reason]}${detail}`];
}

const HELD_WORDS: Readonly<Record<HoldReason, string>> = {
  'drift-reported': 'it was edited on the server, and the policy only reports that',
  conflict: 'it was edited on the server and in Git',
  'secret-unresolved': 'this host does not have the secret',
  'not-editable': "it can't be changed where it stands",
  'plugin-missing': 'the plugin is not installed',
  'server-running': 'the server runs',
  suspended: 'the plugin is suspended',
};
