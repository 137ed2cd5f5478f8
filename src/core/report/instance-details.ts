import { activationLine } from './activation-words.ts';
import { changeDiffs } from './change-diff.ts';
import { listWords, plural } from './count-words.ts';
import type { ChangeGroups } from './group-changes.ts';
import { htmlText, inlineCode } from './markdown-text.ts';
import type { InstanceReport } from './report.ts';

/** An instance whose keys differ, and what each key comes from. */
export interface ChangedInstance {
  readonly instance: InstanceReport;
  readonly groups: ChangeGroups;
}

export interface FittedDetails {
  readonly blocks: readonly string[];
  /** Instances that found no room. */
  readonly leftOut: readonly string[];
}

const KEYS_SHOWN = [50, 15, 5] as const;
const NAMES_SHOWN = 12;
const NAME_MAX = 64;

/** A folded block for each instance, instances with equal changes in one, as many as find room. */
export function fitDetails(changed: readonly ChangedInstance[], room: number): FittedDetails {
  const blocks: string[] = [];
  const leftOut: string[] = [];
  let left = room;
  for (const alike of alikeInstances(changed)) {
    const block = KEYS_SHOWN.map((max) => blockText(alike, max)).find((text) => text.length + 2 <= left);
    if (block === undefined) leftOut.push(...alike.map(({ instance }) => instance.name));
    else {
      blocks.push(block);
      left -= block.length + 2;
    }
  }
  return { blocks, leftOut };
}

function alikeInstances(changed: readonly ChangedInstance[]): readonly (readonly ChangedInstance[])[] {
  const byContent = new Map<string, ChangedInstance[]>();
  for (const one of changed) {
    const content = contentText(one, Number.POSITIVE_INFINITY);
    const alike = byContent.get(content);
    if (alike === undefined) byContent.set(content, [one]);
    else alike.push(one);
  }
  return [...byContent.values()];
}

function blockText(alike: readonly ChangedInstance[], max: number): string {
  const [first] = alike;
  if (first === undefined) return '';
  const names = alike.map(({ instance }) => `<code>${htmlText(instance.name, NAME_MAX)}</code>`);
  const each = alike.length > 1 ? ' each' : '';
  const summary = `${listWords(names, NAMES_SHOWN)}: ${countText(first)}${each}`;
  return `<details><summary>${summary}</summary>\n\n${contentText(first, max)}\n\n</details>`;
}

function countText({ instance, groups }: ChangedInstance): string {
  const files = new Set(instance.changes.map(({ file }) => file)).size;
  const edited = groups.drift.length === 0 ? '' : `, ${groups.drift.length} edited on the server`;
  const activation = instance.activation.kind === 'none' ? '' : `; ${instance.activation.kind}`;
  return `${plural(instance.changes.length, 'key')} in ${plural(files, 'file')}${edited}${activation}`;
}

function contentText({ instance, groups }: ChangedInstance, max: number): string {
  const titled = [
    ['This pull request', groups.own],
    ['Already waiting on the base branch', groups.waiting],
    ['Drift found on the way', groups.drift],
  ] as const;
  const parts = titled.flatMap(([title, changes]) =>
    changes.length === 0 ? [] : [`**${title}**`, changeDiffs(changes, max)],
  );
  const created = instance.findings
    .filter((finding) => finding.kind === 'missing')
    .map(({ file }) => `${inlineCode(file)} is not there yet and will be created.`);
  return [...parts, ...created.slice(0, max), activationLine(instance)]
    .filter((text) => text !== '')
    .join('\n\n');
}
