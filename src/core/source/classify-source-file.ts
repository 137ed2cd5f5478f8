/** What a file of `desired-state/` is for, by its path there. */
export type SourceFileRole =
  | {
      readonly kind:
        | 'fleet'
        | 'matrix'
        | 'plugins'
        | 'baseline'
        | 'workbook'
        | 'secret'
        | 'ignored'
        | 'unexpected';
    }
  | {
      readonly kind: 'variables';
      readonly scope: 'fleet' | 'hosts' | 'groups' | 'instances';
      readonly name: string;
    };

const VARIABLES = /^variables\/(hosts|groups|instances)\/((?:[^/]+\/)?[^/]+)\.yaml$/;

export function classifySourceFile(path: string): SourceFileRole {
  if (path === 'fleet.yaml') return { kind: 'fleet' };
  if (path === 'deployment-matrix.csv') return { kind: 'matrix' };
  if (path === 'plugins.yaml') return { kind: 'plugins' };
  if (path === 'variables/fleet.yaml') return { kind: 'variables', scope: 'fleet', name: '' };
  if (/(?:^|\/)(?:README\.md|\.gitkeep)$/.test(path)) return { kind: 'ignored' };
  if (/^secrets\/(?:[^/]+\.age|recipients\.yaml)$/.test(path)) return { kind: 'secret' };
  if (/^baselines\/[^/]+\.md$/.test(path)) return { kind: 'baseline' };
  if (/^variables\/[^/]+\.xlsx$/.test(path)) return { kind: 'workbook' };
  const [, scope, name] = VARIABLES.exec(path) ?? [];
  if (scope === undefined || name === undefined || (scope !== 'instances' && name.includes('/'))) {
    return { kind: 'unexpected' };
  }
  return { kind: 'variables', scope: scope as 'hosts' | 'groups' | 'instances', name };
}
