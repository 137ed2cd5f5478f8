import type * as z from 'zod';
import { compareIssues, hasErrors, type Issue } from '../core/model/issue.ts';
import { childrenOf, decodeNode } from '../core/source/decode-node.ts';
import { readYamlSource, type YamlNode } from '../core/source/read-yaml-source.ts';
import { collectIssuesOf, quoteName } from '../core/source/report-issue.ts';
import { suggestName } from '../core/source/suggest-name.ts';
import { checkContradictions } from './check-contradictions.ts';
import {
  compileSettings,
  type ReadableSettings,
  type WrittenSections,
  wholeSettings,
} from './compile-settings.ts';
import { ALL_SETTINGS_ISSUES, type ReportSettingsIssue } from './issue-codes.ts';
import { readSettingsFile } from './read-settings-file.ts';
import type { Settings } from './settings.ts';
import { agentSchema } from './settings-schema.ts';

export interface CheckedSettings {
  /** Undefined as soon as there is one error. */
  readonly settings: Settings | undefined;
  /** What can be used in spite of errors, for looking alone; undefined when the file can't be read. */
  readonly readable: ReadableSettings | undefined;
  /** Sorted by place; none of them shows a value that may be a secret. */
  readonly issues: readonly Issue[];
}

/** Reads and checks the settings file, and fetches the secrets that it names. Finds every mistake; throws for none. */
export function checkSettings(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): CheckedSettings {
  const { report, issues } = collectIssuesOf(ALL_SETTINGS_ISSUES);
  const text = readSettingsFile(path, report);
  const root = text === undefined ? undefined : readYamlSource({ file: path, text }, withoutValues(report));
  const readable = root === undefined ? undefined : readSections(root, { environment, report });
  const sorted = [...issues].sort(compareIssues);
  const settings = readable && !hasErrors(sorted) ? wholeSettings(readable) : undefined;
  return { settings, readable, issues: sorted };
}

/** What YAML makes of an unquoted value is told with the value, and a secret may stand there by mistake. */
function withoutValues(report: ReportSettingsIssue): ReportSettingsIssue {
  return (code, place, message, help) => {
    if (!code.startsWith('yaml-')) report(code, place, message, help);
    else report(code, place, ALL_SETTINGS_ISSUES[code].summary, 'Put the value in quotes.');
  };
}

interface ReadContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly report: ReportSettingsIssue;
}

function readSections(root: YamlNode, context: ReadContext): ReadableSettings {
  const { report } = context;
  const known = Object.keys(agentSchema.shape);
  for (const [name, node] of childrenOf(root, report)) {
    if (known.includes(name)) continue;
    const help = `Correct its spelling or remove it.${suggestName(name, known)}`;
    report('unknown-key', node.place, `The key ${quoteName(name)} is not known here.`, help);
  }
  const written = decodeSections(root, report);
  checkContradictions(root, report);
  return compileSettings(written, root, context);
}

/** Each section by itself, so that a mistake in one hides none in another. */
function decodeSections(root: YamlNode, report: ReportSettingsIssue): WrittenSections {
  const decode = <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    const node = root.children.get(name);
    if (node !== undefined) return decodeNode(schema, node, { report, page: 'docs/agent-yaml.md' });
    const empty = schema.safeParse(undefined);
    if (empty.success) return empty.data;
    report('missing-key', root.place, `The file has no ${quoteName(name)}.`, `Add \`${name}\`.`);
    return undefined;
  };
  const { shape } = agentSchema;
  return {
    host: decode('host', shape.host),
    source: decode('source', shape.source),
    forge: decode('forge', shape.forge),
    gates: decode('gates', shape.gates),
    amp: decode('amp', shape.amp),
    state: decode('state', shape.state),
    store: decode('store', shape.store),
    secrets: decode('secrets', shape.secrets),
    schedule: decode('schedule', shape.schedule),
    http: decode('http', shape.http),
    log: decode('log', shape.log),
  };
}
