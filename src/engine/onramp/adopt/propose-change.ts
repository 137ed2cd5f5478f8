import { keyId } from '../../../core/model/key-path.ts';
import type { Proposal } from '../../../core/model/publication.ts';
import type { CommitSha } from '../../../core/model/revision.ts';
import { placeText } from '../../../core/onramp/adopt/adoption-edit.ts';
import type { LeftKey, TouchedKey } from '../../../core/onramp/adopt/edited-key.ts';
import { plural } from '../../../core/report/count-words.ts';
import { codeBlock, inlineCode, safeLine } from '../../../core/report/markdown-text.ts';
import { reportDesired } from '../../../core/report/report-value.ts';
import { valueLine } from '../../../core/report/value-line.ts';
import type { Proposals } from '../../../ports/forge.ts';
import type { RepositoryChange } from './change-repository.ts';
import type { ChosenKey } from './make-edits.ts';

export interface ChangeToPropose {
  /** The host whose servers have the values. */
  readonly host: string;
  /** The branch that the change is to go into, and its commit that was edited. */
  readonly base: string;
  readonly from: CommitSha;
  readonly change: RepositoryChange;
}

const SHOWN_MAX = 200;
const NAME_MAX = 60;

/** Opens a pull request, or finds the open one: equal edits have one branch, whatever commit they begin at. */
export function proposeChange(
  proposals: Proposals,
  { host, base, from, change }: ChangeToPropose,
): Promise<Proposal> {
  return proposals.ensureOpen({
    branch: `homeamp/adopt-${host}-${change.digest}`,
    base,
    from,
    title: titleOf(change),
    body: bodyOf(host, change),
    files: change.files,
  });
}

function titleOf({ kept }: RepositoryChange): string {
  const instances = [...new Set(kept.map(({ key }) => key.instance))];
  const names = instances.slice(0, 3).join(', ').slice(0, NAME_MAX);
  const more = instances.length > 3 ? ` and ${instances.length - 3} more` : '';
  return `Keep ${plural(kept.length, 'value')} of ${names}${more}`;
}

function bodyOf(host: string, { kept, touches, left }: RepositoryChange): string {
  const parts = [
    `Somebody changed ${plural(kept.length, 'key')} on servers of ${inlineCode(host)}. With this change the repository asks for what is there now. To refuse it, close it and put the values back with \`homeamp apply --heal\`.`,
    codeBlock('text', shorten(kept.map(keptLine))),
    touches.length === 0
      ? 'Nothing else changes.'
      : `**It also changes ${plural(touches.length, 'value')} elsewhere:**\n\n${codeBlock('text', shorten(touches.map(touchLine)))}`,
    left.length === 0 ? '' : `Not in it:\n\n${codeBlock('text', shorten(left.map(leftLine)))}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function shorten(lines: readonly string[]): readonly string[] {
  const more = lines.length - SHOWN_MAX;
  return more <= 0 ? lines : [...lines.slice(0, SHOWN_MAX), `… and ${more} more`];
}

function keptLine({ key, edit }: ChosenKey): string {
  const { instance, plugin, file, path, live } = key;
  const id = keyId(path);
  return `${placeLine({ instance, plugin, file, id })} = ${desiredLine(id, live)}  (${safeLine(placeText(edit), 120)})`;
}

function touchLine(touched: TouchedKey): string {
  const { id, before, after } = touched;
  return `${placeLine(touched)}: ${desiredLine(id, before)} -> ${desiredLine(id, after)}`;
}

function leftLine(left: LeftKey): string {
  return `${placeLine(left)}: ${safeLine(left.why.message, 200)}`;
}

function placeLine({ instance, plugin, file, id }: Omit<LeftKey, 'why'>): string {
  return safeLine(`${instance} ${plugin} ${file}${id === '' ? '' : ` ${id}`}`, 200);
}

function desiredLine(id: string, value: TouchedKey['after']): string {
  return value === undefined ? '(not owned)' : valueLine(reportDesired({ id, value }));
}
