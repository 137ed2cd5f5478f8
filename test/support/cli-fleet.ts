/** A canary: no output may ever hold it. */
export const CANARY = 'canary-7f3a9d51';

/** A small fleet: one host, three game servers, two plugins, a secret and an override with its reason. */
export const REPOSITORY = {
  'desired-state/fleet.yaml': `hosts:
  alpha: { address: 192.0.2.10 }
groups: [survival]
stages: [dev, production]
instances:
  DEV01: { host: alpha, platform: paper, stage: dev }
  TOW01: { host: alpha, platform: paper, stage: production, groups: [survival], aliases: [TOWER01] }
  HUB01: { host: alpha, platform: paper, stage: production }
`,
  'desired-state/deployment-matrix.csv': 'plugin,DEV01,TOW01,HUB01\nChairs,x,x,x\nVault,x,x,\n',
  'desired-state/baselines/Chairs.md': `---
plugin: Chairs
platforms: [paper]
files:
  config.yml: { reload: chairs reload, liveWriteSafe: true }
---
# Chairs

\`\`\`yaml config.yml
range: 4
server: "{{INSTANCE_NAME}}"
old-option: !absent
database:
  password: "{{secret:DB_PASSWORD}}"
\`\`\`
`,
  'desired-state/baselines/Vault.md': `---
plugin: Vault
platforms: [paper]
---
# Vault

\`\`\`properties vault.properties
update-check=false
motd=port {{VAULT_PORT}}
\`\`\`
`,
  'desired-state/variables/fleet.yaml': 'variables: { VAULT_PORT: 8100 }\n',
  'desired-state/variables/instances/TOW01.yaml': `variables: { VAULT_PORT: 8101 }
overrides:
  Chairs:
    config.yml:
      range: 9
reasons: { Chairs: towers are high }
`,
} as const;

const CHAIRS = (server: string, range: number) => `# kept by people
range: ${range}
server: ${server}
database:
  password: ${CANARY}
  host: localhost
`;
const VAULT = (port: number) => `update-check=false\nmotd=port ${port}\n`;

/** Live files that are in sync, below the instances folder. */
export const LIVE = {
  'DEV01/Minecraft/plugins/Chairs/config.yml': CHAIRS('DEV01', 4),
  'DEV01/Minecraft/plugins/Vault/vault.properties': VAULT(8100),
  'TOW01/Minecraft/plugins/Chairs/config.yml': CHAIRS('TOW01', 9),
  'TOW01/Minecraft/plugins/Vault/vault.properties': VAULT(8101),
  'HUB01/Minecraft/plugins/Chairs/config.yml': CHAIRS('HUB01', 4),
} as const;

export const SECRETS = { HOMEAMP_SECRET_DB_PASSWORD: CANARY } as const;
