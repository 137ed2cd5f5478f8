import { originLine } from './change-diff.ts';
import { countKeys, plural } from './count-words.ts';
import type { PostSection } from './fleet-post.ts';
import { leftDrift } from './group-changes.ts';
import { codeBlock, htmlText, inlineCode, safeLine } from './markdown-text.ts';
import { reasonWords } from './reason-words.ts';
import type { InstanceReport, KeyChangeReport, Report } from './report.ts';
import { valueLine } from './value-line.ts';

const BODY_ROOM = 28_000;
const KEYS_SHOWN = [50, 10] as const;
const NAMED_MAX = 5;
const NAME_MAX = 64;
const KEY_MAX = 120;

/** What one host says of values that were edited on its servers; quiet when there are none. */
export function driftSection(report: Report): Omit<PostSection, 'digest'> {
  const drifted = report.instances.filter((instance) => leftDrift(instance).length > 0);
  if (drifted.length === 0) return { host: report.host, row: [], body: '', isQuiet: true };
  const changes = drifted.flatMap(leftDrift);
  const names = drifted.slice(0, NAMED_MAX).map(({ name }) => inlineCode(name));
  const more = drifted.length - names.length;
  return {
    host: report.host,
    row: [countKeys(changes), `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`],
    body: bodyOf(drifted, changes),
    isQuiet: false,
  };
}

function bodyOf(drifted: readonly InstanceReport[], changes: readonly KeyChangeReport[]): string {
  const head = `Edited on the servers: **${countKeys(changes)}**. ${CHOICE}`;
  const blocks: string[] = [];
  let room = BODY_ROOM - head.length;
  for (const instance of drifted) {
    const block = KEYS_SHOWN.map((max) => blockText(instance, max)).find((text) => text.length + 2 <= room);
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
  'Put them back with the command below, or keep them by changing the line that asks for the other value.';

function blockText(instance: InstanceReport, max: number): string {
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
