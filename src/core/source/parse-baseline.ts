import type { Baseline, BaselineFile } from '../model/baseline.ts';
import { parseInstancePath } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { isPluginName } from '../model/plugin-name.ts';
import { hasReferences, markReferences } from '../model/variable-reference.ts';
import { decodeNode } from './decode-node.ts';
import { parseFileRules } from './file-rules.ts';
import { SOURCE_ISSUES } from './issue-codes.ts';
import { type FindTemplate, parseBaselineFiles } from './parse-baseline-files.ts';
import { readYamlSource, type YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { frontMatterSchema } from './schemas.ts';
import { splitMarkdown } from './split-markdown.ts';

/** A baseline as far as it can be read, with the plugin that it is for. */
export interface ParsedBaseline {
  readonly plugin: string;
  /** Undefined when the front matter is wrong. */
  readonly baseline: Baseline | undefined;
  /** True when something in it could not be read, so that keys may be missing. */
  readonly partial: boolean;
}

/** Reads one `baselines/<Plugin>.md`; undefined when its plugin can't be told. */
export function parseBaseline(
  source: { readonly file: string; readonly text: string },
  findTemplate: FindTemplate,
  report: ReportIssue,
): ParsedBaseline | undefined {
  let partial = false;
  const noted: ReportIssue = (code, ...rest) => {
    partial ||= SOURCE_ISSUES[code].severity === 'error';
    report(code, ...rest);
  };
  const place = { file: source.file, line: 1, column: 1 };
  const { frontMatter, fences } = splitMarkdown(markReferences(source.text));
  if (frontMatter === undefined) {
    const help = 'Begin the file with `---`, `plugin: NAME`, `platforms: [paper]` and `---`.';
    noted('missing-front-matter', place, 'The baseline has no front matter.', help);
    return undefined;
  }
  const root = readFrontMatter(source.file, frontMatter, noted);
  const head = root === undefined ? undefined : parseHead(source.file, root, noted);
  if (root === undefined || head === undefined) return undefined;
  const rules = parseFileRules(root.children.get('files'), noted);
  const files = parseBaselineFiles({
    file: source.file,
    fences,
    rules,
    folder: head.folder,
    findTemplate,
    report: noted,
  });
  if (!partial) checkSize(files, place, noted);
  return { plugin: head.plugin, baseline: { ...head, files, place }, partial };
}

function readFrontMatter(file: string, text: string, report: ReportIssue): YamlNode | undefined {
  if (hasReferences(text)) {
    const help = 'Write fixed text in the front matter; variables work in the blocks.';
    report('variable-in-key', { file, line: 1, column: 1 }, 'The front matter holds a variable.', help);
    return undefined;
  }
  return readYamlSource({ file, text, lineOffset: 1 }, report);
}

type Head = Pick<Baseline, 'plugin' | 'platforms' | 'folder' | 'exact'>;

function parseHead(file: string, root: YamlNode, report: ReportIssue): Head | undefined {
  const written = decodeNode(frontMatterSchema, root, { report, apart: ['files'] });
  if (written === undefined) return undefined;
  const { plugin, platforms, exact, folder = `plugins/${plugin}` } = written;
  const placeOf = (key: string) => root.children.get(key)?.place ?? root.place;
  if (!isPluginName(plugin)) {
    const help = 'Use the name of the plugin’s folder: letters, digits, blanks, `_`, `.`, `+` and `-`.';
    report('unsafe-name', placeOf('plugin'), `The plugin name ${quoteName(plugin)} can’t be used.`, help);
    return undefined;
  }
  if (`${plugin}.md` !== file.slice(file.lastIndexOf('/') + 1)) {
    const help = `Name the file ${quoteName(`${plugin}.md`)}, or correct \`plugin\`.`;
    report(
      'file-name-mismatch',
      placeOf('plugin'),
      `The file is not named after ${quoteName(plugin)}.`,
      help,
    );
  }
  if (folder !== '.' && parseInstancePath(folder) === undefined) {
    const help = 'Write a folder below the application root, such as `plugins/CMI`, or `.`.';
    report('unsafe-path', placeOf('folder'), `The folder ${quoteName(folder)} can’t be used.`, help);
    return undefined;
  }
  return { plugin, platforms: [...new Set(platforms)], folder, exact };
}

function checkSize(files: readonly BaselineFile[], place: SourcePlace, report: ReportIssue): void {
  if (files.some(({ keys }) => keys.length > 0)) return;
  const help = 'Add a block such as ```` ```yaml config.yml ```` with the keys, or remove the baseline.';
  report('empty-baseline', place, 'The baseline owns no key.', help);
}
