import { matchesPathGlob } from '../model/glob.ts';
import { childrenOf } from './decode-node.ts';
import { type FileRule, parseFileRule } from './parse-activation-rule.ts';
import type { YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

/** The rules of a baseline's files, by path or glob, as they are written. */
export type FileRules = ReadonlyMap<string, FileRule>;

/** The front matter's `files`; what is wrong is reported and left out. */
export function parseFileRules(section: YamlNode | undefined, report: ReportIssue): FileRules {
  const rules = new Map<string, FileRule>();
  for (const [path, node] of childrenOf(section, report)) {
    const rule = parseFileRule(node, report);
    if (rule !== undefined) rules.set(path, rule);
  }
  return rules;
}

/** The rule for a file: the one that names it, else that of the longest glob that fits, the first of equal ones. */
export function ruleFor(path: string, rules: FileRules): FileRule | undefined {
  const exact = rules.get(path);
  if (exact !== undefined) return exact;
  let longest: string | undefined;
  for (const glob of rules.keys()) {
    const isLonger = longest === undefined || glob.length > longest.length;
    if (isLonger && matchesPathGlob(path, glob)) longest = glob;
  }
  return longest === undefined ? undefined : rules.get(longest);
}

/** Reports rules without a template that no file of the baseline fits. */
export function checkRules(rules: FileRules, paths: readonly string[], report: ReportIssue): void {
  for (const [glob, { template, place }] of rules) {
    if (template !== undefined || paths.some((path) => matchesPathGlob(path, glob))) continue;
    const message = glob.includes('*')
      ? `${quoteName(glob)} fits no block.`
      : `${quoteName(glob)} has no block.`;
    report('missing-block', place, message, 'Add a block for it, or remove it from `files`.');
  }
}
