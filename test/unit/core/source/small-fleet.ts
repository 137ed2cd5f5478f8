import type { Issue } from '../../../../src/core/model/issue.ts';
import type { Workbook } from '../../../../src/core/model/workbook.ts';
import { checkFleet } from '../../../../src/core/render/check-fleet.ts';
import {
  type AssembledState,
  assembleDesiredState,
} from '../../../../src/core/source/assemble-desired-state.ts';

const ENCODER = new TextEncoder();

/** A repository without mistakes: two hosts, three servers, one proxy, three plugins. */
export const GOOD_FILES: Readonly<Record<string, string>> = {
  'desired-state/fleet.yaml': `hosts:
  alpha: { address: 192.0.2.10 }
  beta:
groups: [survival, dev]
stages: [dev, production]
instances:
  DEV01: { host: alpha, platform: paper, stage: dev, groups: [dev, survival] }
  TOW01: { host: alpha, platform: paper, stage: production, groups: [survival], aliases: [TOWER01] }
  HUB01: { host: beta, platform: paper, stage: production }
  VEL01: { host: beta, platform: velocity, stage: production }
  alpha/ADS01: { host: alpha, platform: ads, managed: false }
  beta/ADS01: { host: beta, platform: ads, managed: false }
policy:
  approval: { required: 1, by: [alice, "@team/admins"] }
  drift: { default: report, groups: { dev: heal }, instances: { TOW01: heal } }
  activation:
    restart: when-empty
    maxDelay: 12h
    window: { cron: "0 4 * * *", duration: 1h30m, timezone: Europe/Helsinki }
  budget: { instances: 50%, keys: 500 }
`,
  'desired-state/deployment-matrix.csv':
    'plugin,DEV01,TOW01,HUB01,VEL01\nCMI,x,x,yes,\nserver,1,true,x,\nproxy,,,,x\n',
  'desired-state/baselines/CMI.md': `---
plugin: CMI
platforms: [paper]
files:
  config.yml: { reload: cmi reload, expect: "^Reloaded .*$", liveWriteSafe: true, restartKeys: ["Optimizations.*"] }
---
# CMI

Prose for people.

\`\`\`yaml config.yml
Animations: { ChairRange: 4 }
Economy:
  Server: "{{INSTANCE_NAME}}"
  Greeting: 'Hello {{player}} on \\{{NAME}}'
inv:
  SavedInventories: 10
old-option: !absent
web:
  port: {{SERVER_PORT+6000}}
\`\`\`
`,
  'desired-state/baselines/server.md': `---
plugin: server
platforms: [paper]
folder: .
---
\`\`\`properties server.properties
server-port={{SERVER_PORT}}
motd=Welcome
\`\`\`
`,
  'desired-state/baselines/proxy.md': `---
plugin: proxy
platforms: [velocity]
folder: .
files:
  motd.txt: { template: motd.txt }
---
\`\`\`toml velocity.toml
bind = "0.0.0.0:25577"
show-max-players = {{SHOWN_PLAYERS}}
[advanced]
login-ratelimit = 3000
\`\`\`
`,
  'desired-state/variables/fleet.yaml': 'variables: { SHOWN_PLAYERS: 100 }\n',
  'desired-state/variables/groups/survival.yaml': 'variables: { SHOWN_PLAYERS: 80 }\n',
  'desired-state/variables/instances/DEV01.yaml': 'variables: { SERVER_PORT: 2170 }\n',
  'desired-state/variables/instances/TOW01.yaml': `variables: { SERVER_PORT: 2171 }
overrides:
  CMI:
    config.yml:
      inv: { SavedInventories: 20 }
reasons: { CMI: towers fill inventories }
`,
  'desired-state/variables/instances/HUB01.yaml': 'variables: { SERVER_PORT: 2170 }\n',
  'desired-state/plugins.yaml': `plugins:
  CMI: { source: manual, version: "9.7.1", file: CMI-9.7.1.jar }
  proxy: { source: { kind: papermc, project: velocity } }
`,
  'templates/motd.txt': 'Players: {{SHOWN_PLAYERS}}\n',
};

export type Change = Readonly<Record<string, string | Uint8Array | undefined>>;

/** The good files with some replaced; undefined removes one. Names are below `desired-state/`. */
function filesWith(change: Change): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [path, text] of Object.entries(GOOD_FILES)) files.set(path, ENCODER.encode(text));
  for (const [name, content] of Object.entries(change)) {
    const path = name.startsWith('templates/') ? name : `desired-state/${name}`;
    if (content === undefined) files.delete(path);
    else files.set(path, typeof content === 'string' ? ENCODER.encode(content) : content);
  }
  return files;
}

/** One good file with a text replaced, which must be there. */
export function edited(name: string, from: string, to: string): Change {
  const text = GOOD_FILES[`desired-state/${name}`] ?? '';
  if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
  return { [name]: text.replace(from, () => to) };
}

/** The baseline of CMI with another block. */
export function withBlock(block: string, language = 'yaml config.yml'): Change {
  const text = GOOD_FILES['desired-state/baselines/CMI.md'] ?? '';
  const head = text.slice(0, text.indexOf('```'));
  const noRule = language.endsWith('config.yml') ? head : head.replace(/files:\n.*\n/, '');
  return {
    'baselines/CMI.md': `${noRule}\`\`\`${language}\n${block}\n\`\`\`\n`,
    'variables/instances/TOW01.yaml': 'variables: { SERVER_PORT: 2171 }\n',
  };
}

export function assemble(change: Change = {}, workbooks: readonly Workbook[] = []): AssembledState {
  return assembleDesiredState({ files: filesWith(change), workbooks });
}

/** Everything that validating reports. */
export function validate(change: Change = {}, workbooks: readonly Workbook[] = []): readonly Issue[] {
  const { readable, issues } = assemble(change, workbooks);
  return readable === undefined ? issues : [...issues, ...checkFleet(readable)];
}
