import type { ActivationRule } from '../model/baseline.ts';
import type { SourcePlace } from '../model/issue.ts';
import { checkCommand } from './check-command.ts';
import { decodeNode } from './decode-node.ts';
import type { YamlNode } from './read-yaml-source.ts';
import type { ReportIssue } from './report-issue.ts';
import { isSafePattern } from './safe-pattern.ts';
import { fileRuleSchema } from './schemas.ts';

/** What a baseline's front matter says of one file, or of the files that a glob names. */
export interface FileRule {
  readonly activation: ActivationRule;
  /** Name of a whole-file template. */
  readonly template: string | undefined;
  readonly place: SourcePlace;
  /** Where each key of `ampSettings` stands. */
  readonly ampPlaces: ReadonlyMap<string, SourcePlace>;
}

/** A restart, for files that the front matter does not mention. */
export const RESTART: ActivationRule = {
  reload: undefined,
  expect: undefined,
  liveWriteSafe: false,
  restartKeys: [],
  ampSettings: new Map(),
};

/** One entry of the front matter's `files`; undefined, and reported, when it is wrong. */
export function parseFileRule(node: YamlNode, report: ReportIssue): FileRule | undefined {
  const rule = decodeNode(fileRuleSchema, node, { report });
  if (rule === undefined) return undefined;
  const { reload, expect, liveWriteSafe, restartKeys, ampSettings, template } = rule;
  const placeOf = (key: string) => node.children.get(key)?.place ?? node.place;
  if (reload !== undefined) {
    const instead =
      'Name the plugin’s own reload command, or leave `reload` out so that the server restarts.';
    checkCommand(reload, { place: placeOf('reload'), report, instead });
  }
  if (expect !== undefined && !isSafePattern(expect)) {
    report('bad-pattern', placeOf('expect'), 'The pattern in `expect` can’t be used safely.', PATTERN_HELP);
  }
  const settings = new Map(Object.entries(ampSettings));
  const written = node.children.get('ampSettings')?.children;
  return {
    activation: { reload, expect, liveWriteSafe, restartKeys, ampSettings: settings },
    template,
    place: node.place,
    ampPlaces: new Map([...settings.keys()].map((key) => [key, written?.get(key)?.place ?? node.place])),
  };
}

const PATTERN_HELP =
  'Write a simple pattern: begin it with `^`, use few `*`, `+`, `?` and `|`, no back references, no look-around, and no repeated group that repeats inside.';
