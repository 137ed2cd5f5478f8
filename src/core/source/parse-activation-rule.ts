import type { ActivationRule } from '../model/baseline.ts';
import type { SourcePlace } from '../model/issue.ts';
import { decodeNode } from './decode-node.ts';
import type { YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { isSafePattern } from './safe-pattern.ts';
import { fileRuleSchema } from './schemas.ts';

/** What a baseline's front matter says of one file. */
export interface FileRule {
  readonly activation: ActivationRule;
  /** Name of a whole-file template. */
  readonly template: string | undefined;
}

/** A file's rule and where it stands, by the file's path. */
export type FileRules = ReadonlyMap<string, FileRule & { readonly place: SourcePlace }>;

/** A restart, for files that the front matter does not mention. */
export const RESTART: ActivationRule = {
  reload: undefined,
  expect: undefined,
  liveWriteSafe: false,
  restartKeys: [],
};

/** One entry of the front matter's `files`; undefined, and reported, when it is wrong. */
export function parseFileRule(node: YamlNode, report: ReportIssue): FileRule | undefined {
  const rule = decodeNode(fileRuleSchema, node, { report });
  if (rule === undefined) return undefined;
  const { reload, expect, liveWriteSafe, restartKeys, template } = rule;
  if (reload !== undefined) checkCommand(reload, node, report);
  if (expect !== undefined && !isSafePattern(expect)) {
    const place = node.children.get('expect')?.place ?? node.place;
    const help =
      'Write a simple pattern: no back references, no look-around, no repeated group that repeats inside.';
    report('bad-pattern', place, 'The pattern in `expect` can’t be used safely.', help);
  }
  return { activation: { reload, expect, liveWriteSafe, restartKeys }, template };
}

const BUKKIT_RELOAD = new Set(['reload', 'rl', 'bukkit:reload', 'bukkit:rl']);

function checkCommand(command: string, node: YamlNode, report: ReportIssue): void {
  const place = node.children.get('reload')?.place ?? node.place;
  const word = command.trim().replace(/^\//, '').split(/\s/, 1)[0]?.toLowerCase() ?? '';
  if (BUKKIT_RELOAD.has(word)) {
    const help = 'Name the plugin’s own reload command, or leave `reload` out so that the server restarts.';
    report(
      'bukkit-reload',
      place,
      `${quoteName(command)} reloads the whole server, which breaks plugins.`,
      help,
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a control character could end the console line
  if (!/^\s|^\/|[\u0000-\u001f\u007f]|^$/.test(command)) return;
  const help = 'Write one console line without `/` in front.';
  report('bad-command', place, `The command ${quoteName(command)} can’t be sent as it is.`, help);
}
