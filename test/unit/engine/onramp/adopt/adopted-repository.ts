import type { ConfigValue } from '../../../../../src/core/model/config-value.ts';
import type { DesiredState } from '../../../../../src/core/model/desired-state.ts';
import { instanceIdOf } from '../../../../../src/core/model/instance.ts';
import type { WorkbookSheet } from '../../../../../src/core/model/workbook.ts';
import { layerName } from '../../../../../src/core/onramp/adopt/adoption-edit.ts';
import type { EditedKey } from '../../../../../src/core/onramp/adopt/edited-key.ts';
import {
  changeRepository,
  type RepositoryChange,
  readBase,
} from '../../../../../src/engine/onramp/adopt/change-repository.ts';
import type { RepositoryBase } from '../../../../../src/engine/onramp/adopt/make-edits.ts';
import {
  type KeyProposal,
  proposeAdoption,
} from '../../../../../src/engine/onramp/adopt/propose-adoption.ts';
import { memorySource } from '../../../../../src/engine/onramp/memory-source.ts';

/** Two hosts, four servers, two groups; values from a baseline, a variable, a group and an instance. */
export const REPOSITORY: Readonly<Record<string, string>> = {
  'desired-state/fleet.yaml': `hosts: { alpha: {}, beta: {} }
groups: [survival, events]
stages: [production]
instances:
  SMP01: { host: alpha, platform: paper, stage: production, groups: [survival] }
  SMP02: { host: alpha, platform: paper, stage: production, groups: [survival, events] }
  HUB01: { host: alpha, platform: paper, stage: production }
  FAR01: { host: beta, platform: paper, stage: production, groups: [survival] }
`,
  'desired-state/deployment-matrix.csv':
    'plugin,SMP01,SMP02,HUB01,FAR01\nChairs,x,x,x,x\nserver-properties,x,x,x,x\n',
  'desired-state/baselines/Chairs.md': `---
plugin: Chairs
platforms: [paper]
---
# Chairs

Why these values, for people.

\`\`\`yaml config.yml
# How far one sits.
range: 4   # blocks
greeting: "Hi on {{INSTANCE_NAME}}"
sounds:
  sit: true
worlds: [world]
\`\`\`
`,
  'desired-state/baselines/server-properties.md': `---
plugin: server-properties
platforms: [paper]
folder: .
---
\`\`\`properties server.properties
view-distance={{VIEW_DISTANCE}}
query.port={{SERVER_PORT+100}}
\`\`\`
`,
  'desired-state/variables/fleet.yaml': 'variables: { VIEW_DISTANCE: 10, SERVER_PORT: 2100 }\n',
  'desired-state/variables/instances/HUB01.yaml': `variables: { VIEW_DISTANCE: 6, SERVER_PORT: 2150 }
overrides:
  Chairs:
    config.yml:
      range: 9
reasons: { Chairs: towers are high }
`,
};

/** `cells` are those of the one sheet of each workbook. */
export function baseOf(
  files: Readonly<Record<string, string>> = REPOSITORY,
  cells: WorkbookSheet['rows'] = [],
): Promise<RepositoryBase> {
  const read = async (file: string) => ({
    workbook: { file, sheets: [{ name: 'All', rows: cells }] },
    issues: [],
  });
  const workbooks = { read };
  return readBase({ source: memorySource(new Map(Object.entries(files))), workbooks }, undefined);
}

/** A key of Chairs' config.yml that somebody edited; an undefined value is a key that is gone. */
export function edited(instance: string, key: string, value: ConfigValue | undefined): EditedKey {
  return {
    instance: instanceIdOf(instance === 'FAR01' ? 'beta' : 'alpha', instance),
    plugin: 'Chairs',
    file: 'config.yml',
    format: 'yaml',
    path: key.split('.'),
    live: value === undefined ? { kind: 'absent' } : { kind: 'value', value },
  };
}

/** A key of server.properties, whose values are texts. */
export function property(instance: string, key: string, value: string): EditedKey {
  const place = { plugin: 'server-properties', file: 'server.properties', format: 'properties' } as const;
  return { ...edited(instance, '', value), ...place, path: [key] };
}

export function propose(desired: DesiredState, ...keys: readonly EditedKey[]): readonly KeyProposal[] {
  return proposeAdoption(desired, { edited: keys, reason: 'kept from the server' });
}

/** Names of layers, the proposed one first. */
export function layersOf({ candidates, proposed }: KeyProposal): readonly string[] {
  const names = candidates.map(({ edit }) => layerName(edit));
  return [names[proposed] ?? '', ...names.toSpliced(proposed, 1)];
}

/** Chooses the layer of this name for each key, or the proposed one. */
export function adopt(
  base: RepositoryBase,
  keys: readonly EditedKey[],
  layer?: string,
): Promise<RepositoryChange> {
  const chosen = propose(base.desired, ...keys).flatMap(({ key, candidates, proposed }) => {
    const found =
      layer === undefined ? candidates[proposed] : candidates.find(({ edit }) => layerName(edit) === layer);
    return found === undefined ? [] : [{ key, edit: found.edit }];
  });
  return changeRepository(base, chosen);
}

export function touchedText({ touches }: Pick<RepositoryChange, 'touches'>): readonly string[] {
  return touches.map(({ instance, id }) => `${instance} ${id}`);
}
