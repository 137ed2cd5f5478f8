import { decodeNode } from './decode-node.ts';
import { durationMillis } from './duration.ts';
import { soakSchema } from './policy-schemas.ts';
import { reportUnknownName } from './read-scopes.ts';
import type { YamlNode } from './read-yaml-source.ts';
import type { ReportIssue } from './report-issue.ts';

/** Reads `soak`: one duration for every stage, or one for each that is named. */
export function parseSoak(
  node: YamlNode | undefined,
  stages: readonly string[],
  report: ReportIssue,
): ReadonlyMap<string, number> {
  const written = node === undefined ? undefined : decodeNode(soakSchema, node, { report });
  if (node === undefined || written === undefined) return new Map();
  if (typeof written === 'string') return new Map(stages.map((stage) => [stage, durationMillis(written)]));
  const soak = new Map<string, number>();
  for (const [stage, duration] of Object.entries(written)) {
    if (stages.includes(stage)) soak.set(stage, durationMillis(duration));
    else {
      const at = node.children.get(stage) ?? node;
      reportUnknownName(stage, at, { code: 'unknown-stage', names: stages, report });
    }
  }
  return soak;
}
