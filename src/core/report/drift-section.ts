import { originLine } from './change-diff.ts';
import { countKeys, plural } from './count-words.ts';
import type { PostSection } from './fleet-post.ts';
import { leftDrift } from './group-changes.ts';
import { codeBlock, htmlText, inlineCode, safeLine, sentence } from './markdown-text.ts';
import { boxLine, placeLine, pullLine } from './own-lines.ts';
import { reasonWords } from './reason-words.ts';
import type { InstanceReport, KeyChangeReport, OriginReport, Report } from './report.ts';
import { valueLine } from './value-line.ts';

const BODY_ROOM = 28_000;
const KEYS_SHOWN = [50, 10] as const;
const NAMED_MAX = 5;
const NAME_MAX = 64;
const KEY_MAX = 120;
const LINKS_MAX = 5;

/** What a host does about the drift of one instance. */
export type KeepAnswer =
  /** Whoever ticks the box has a pull request opened. */
  | { readonly kind: 'offered'; readonly id: string }
  | { readonly kind: 'wanted' }
  | { readonly kind: 'opened'; readonly number: number; readonly url: string }
  /** It could not be, and is offered again. */
  | { readonly kind: 'refused'; readonly id: string; readonly message: string };

export interface DriftSectionInput {
  readonly report: Report;
  /** Undefined where nobody takes ticks. */
  readonly answerOf: (instance: InstanceReport) => KeepAnswer | undefined;
  /** Where people read a line of the repository; undefined where no page shows it. */
  readonly addressOf: (place: Pick<OriginReport, 'file' | 'line'>) => string | undefined;
}

/** What one host says of values that were edited on its servers; quiet when there are none. */
export function driftSection(input: DriftSectionInput): Omit<PostSection, 'digest'> {
  const { report } = input;
  const drifted = report.instances.filter((instance) => leftDrift(instance).length > 0);
  if (drifted.length === 0) return { host: report.host, row: [], body: '', isQuiet: true };
  const changes = drifted.flatMap(leftDrift);
  const names = drifted.slice(0, NAMED_MAX).map(({ name }) => inlineCode(name));
  const more = drifted.length - names.length;
  return {
    host: report.host,
    row: [countKeys(changes), `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`],
    body: bodyOf(input, drifted, changes),
    isQuiet: false,
  };
}

function bodyOf(
  input: DriftSectionInput,
  drifted: readonly InstanceReport[],
  changes: readonly KeyChangeReport[],
): string {
  const head = `Edited on the servers: **${countKeys(changes)}**. ${CHOICE}`;
  const blocks: string[] = [];
  let room = BODY_ROOM - head.length;
  for (const instance of drifted) {
    const block = KEYS_SHOWN.map((max) => blockText(input, instance, max)).find(
      (text) => text.length + 2 <= room,
    );
    if (block === undefined) continue;
    blocks.push(block);
    room -= block.length + 2;
  }
  const hidden = drifted.length - blocks.length;
  const rest =
    hidden === 0
      ? []
      : [`There is no room here for ${plural(hidden, 'more instance')}: see \`homeamp status\`.`];
  return [head, ...blocks, ...rest].join('\n\n');
}

const CHOICE =
  'Put them back with the first command below, or keep them with the second: it changes the lines that ask for other values.';

function blockText(input: DriftSectionInput, instance: InstanceReport, max: number): string {
  const changes = leftDrift(instance);
  const shown = changes.slice(0, max);
  const files = [...new Set(shown.map(({ file }) => file))];
  const hidden = changes.length - shown.length;
  const isSuspended = instance.state === 'Suspended';
  const count = `${plural(changes.length, 'key')}${isSuspended ? ', suspended' : ''}`;
  const parts = [
    `<details><summary><code>${htmlText(instance.name, NAME_MAX)}</code>: ${count}</summary>`,
    ...files.flatMap((file) => [
      inlineCode(file),
      codeBlock('diff', shown.filter((change) => change.file === file).flatMap(driftLines)),
    ]),
    hidden === 0 ? '' : `… and ${plural(hidden, 'more key')}.`,
    isSuspended && instance.reason !== null ? `It is ${reasonWords(instance.reason)}` : '',
    `Put back${isSuspended ? ' afterwards' : ''}: ${inlineCode(`homeamp apply --heal --instance ${instance.name}`)}`,
    `Keep: ${inlineCode(`homeamp adopt --instance ${instance.name}`)}`,
    ...placeLines(input, shown),
    ...answerLines(input.answerOf(instance)),
    '</details>',
  ];
  return parts.filter((text) => text !== '').join('\n\n');
}

/** The repository's value first: what somebody did on the server is what is new. */
function driftLines({ key, live, desired, origin, verdict }: KeyChangeReport): readonly string[] {
  const name = key === '' ? '' : `${safeLine(key, KEY_MAX)}: `;
  const wanted = valueLine(desired);
  const found = valueLine(live);
  const isHidden = wanted === found && !('absent' in live);
  return [
    `- ${name}${wanted}`,
    `+ ${name}${isHidden ? hiddenText(found) : found}`,
    `    asked for by ${originLine(origin)}`,
    ...(verdict === 'conflicting' ? ['!   Git changed it too: a plan that shows it must be approved'] : []),
  ];
}

function hiddenText(text: string): string {
  return text === '(secret)' ? '(secret, edited)' : `${text} (differs where it is not shown)`;
}

/** The lines that ask for the other values, as links. */
function placeLines(
  { addressOf }: DriftSectionInput,
  changes: readonly KeyChangeReport[],
): readonly string[] {
  const lines = changes.flatMap(({ origin: { file, line } }) => {
    const address = addressOf({ file, line });
    const text = address === undefined ? undefined : placeLine(file, line, address);
    return text === undefined ? [] : [text];
  });
  return [...new Set(lines)].slice(0, LINKS_MAX);
}

function answerLines(answer: KeepAnswer | undefined): readonly string[] {
  switch (answer?.kind) {
    case undefined:
      return [];
    case 'offered':
      return [boxLine(answer.id)];
    case 'wanted':
      return ['A pull request that keeps these values is on its way.'];
    case 'opened':
      return [pullLine(answer)];
    case 'refused':
      return [`No pull request could be opened: ${sentence(answer.message)}`, boxLine(answer.id)];
  }
}
