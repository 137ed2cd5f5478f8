// Writes a synthetic fleet: a repository (plain files) and the live trees that agree with it, but for the drift.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const WORDS =
  'alert anchor arena balance banner barrier beacon border bounty budget buffer chunk claim clock cluster column cooldown crate damage delay depth drop duel effect engine entry event exit fence fee filter flag format gate growth guard height hologram home import index item join kit lamp layer limit lobby lock loot map mark menu mob mode nether notice owner pack party path pet pool portal price queue quest radius rank rate region reset reward ring scale season shard shop sign skill slot spawn speed stack stage stat storage streak table tag target task team tick timer token tool trade trail trap vault view vote warp wave weather world zone'.split(
    ' ',
  );
const REMARKS = [
  'how often this is done, in ticks',
  'players with the right permission are left out',
  'a restart is needed after a change',
  'smaller is faster but costs more',
  'counted for each world on its own',
];
export const VARIABLES = [
  'SERVER_NAME',
  'DB_HOST',
  'DB_NAME',
  'MAX_PLAYERS',
  'WEB_PORT',
  'REGION',
  'VIEW_DISTANCE',
  'MOTD',
];

/** Deterministic numbers in [0, 1). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function templateOf(random, keyCount) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const lines = [{ text: '# Settings of a plugin that a network might run.' }, { text: '' }];
  const path = [];
  let count = 0;
  const scalar = () => {
    const kind = random();
    if (kind < 0.35) return String(Math.floor(random() * 5000));
    if (kind < 0.6) return random() < 0.5 ? 'true' : 'false';
    if (kind < 0.7) return (random() * 9 + 0.5).toFixed(2);
    if (kind < 0.85) return `'&${Math.floor(random() * 10)}${pick(WORDS)} ${pick(WORDS)}'`;
    return `"${pick(WORDS)} {player} ${pick(WORDS)} ${pick(WORDS)}"`;
  };
  while (count < keyCount) {
    const depth = Math.min(path.length, 3);
    if (depth > 0 && random() < 0.15) path.pop();
    const indent = '  '.repeat(path.length);
    const key = `${pick(WORDS)}-${pick(WORDS)}-${count}`;
    if (random() < 0.5) lines.push({ text: `${indent}# ${pick(REMARKS)}` });
    if (path.length < 3 && random() < 0.12) {
      lines.push({ text: `${indent}${key}:` });
      path.push(key);
      lines.push({ text: `${indent}  base: ${count}` });
    } else if (random() < 0.08) {
      lines.push({ text: `${indent}${key}:` });
      for (let item = 0; item < 4; item += 1) lines.push({ text: `${indent}- ${pick(WORDS)} ${item}` });
    } else {
      const variable = random() < 0.06 ? pick(VARIABLES) : undefined;
      lines.push({ indent, key, path: [...path, key], value: scalar(), variable });
    }
    count += 1;
  }
  return lines;
}

function liveText(lines, variables, change) {
  return `${lines
    .map((line, index) => {
      if (line.key === undefined) return line.text;
      const value = line.variable === undefined ? line.value : `"${variables[line.variable]}"`;
      return `${line.indent}${line.key}: ${index === change ? 'changed by hand' : value}`;
    })
    .join('\n')}\n`;
}

function fence(lines, owned) {
  const chosen = lines.filter((line) => line.key !== undefined && owned.has(line));
  const tree = new Map();
  for (const line of chosen) {
    let node = tree;
    for (const segment of line.path.slice(0, -1))
      node = node.get(segment) ?? node.set(segment, new Map()).get(segment);
    node.set(line.key, line.variable === undefined ? line.value : `"{{${line.variable}}}"`);
  }
  const write = (node, indent) =>
    [...node]
      .map(([key, value]) =>
        value instanceof Map
          ? `${indent}${key}:\n${write(value, `${indent}  `)}`
          : `${indent}${key}: ${value}`,
      )
      .join('\n');
  return write(tree, '');
}

function put(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** `owned` is the number of keys per file that Git owns; `drift` the share of files with one owned key changed. */
export function generateFleet({ out, instances, plugins, owned = 25, drift = 0.01, seed = 7 }) {
  rmSync(out, { recursive: true, force: true });
  const random = randomFrom(seed);
  const names = Array.from({ length: instances }, (_, index) => `SRV${String(index + 1).padStart(3, '0')}`);
  const files = [];
  const templates = Array.from({ length: plugins }, (_, index) => {
    const lines = templateOf(random, 90 + Math.floor(random() * 80));
    const keys = lines.filter((line) => line.key !== undefined);
    const picked = new Set(keys.filter((line) => line.variable !== undefined));
    for (const line of keys) if (picked.size < owned && random() < owned / keys.length) picked.add(line);
    return { name: `Plugin${index + 1}`, lines, picked };
  });
  for (const { name, lines, picked } of templates) {
    put(
      join(out, `repo/desired-state/baselines/${name}.md`),
      `---\nplugin: ${name}\nplatforms: [paper]\nfiles:\n  config.yml: { reload: ${name.toLowerCase()} reload }\n---\n# ${name}\n\nFor measuring.\n\n\`\`\`yaml config.yml\n${fence(lines, picked)}\n\`\`\`\n`,
    );
  }
  const rows = templates.map(({ name }) => [name, ...names.map(() => 'x')].join(','));
  put(
    join(out, 'repo/desired-state/deployment-matrix.csv'),
    `plugin,${names.join(',')}\n${rows.join('\n')}\n`,
  );
  const entries = names.map((name) => `  ${name}: { host: bench, platform: paper }`);
  put(
    join(out, 'repo/desired-state/fleet.yaml'),
    `hosts:\n  bench: { address: 192.0.2.10 }\ninstances:\n${entries.join('\n')}\n`,
  );
  const drifted = [];
  for (const [index, name] of names.entries()) {
    const values = {
      SERVER_NAME: name,
      DB_HOST: `192.0.2.${(index % 200) + 1}`,
      DB_NAME: `mc_${index}`,
      MAX_PLAYERS: `${20 + index}`,
      WEB_PORT: `p${8100 + index}`,
      REGION: ['north', 'south'][index % 2],
      VIEW_DISTANCE: `${6 + (index % 6)}`,
      MOTD: `Welcome to ${name}`,
    };
    const used = VARIABLES.filter((variable) =>
      templates.some(({ lines }) => lines.some((line) => line.variable === variable)),
    );
    put(
      join(out, `repo/desired-state/variables/instances/${name}.yaml`),
      `variables:\n${used.map((variable) => `  ${variable}: "${values[variable]}"`).join('\n')}\n`,
    );
    for (const { name: plugin, lines, picked } of templates) {
      const file = join(out, `live/${name}/Minecraft/plugins/${plugin}/config.yml`);
      put(file, liveText(lines, values));
      files.push(file);
      if (random() < drift) {
        const target = lines.findIndex((line) => picked.has(line) && line.value.startsWith("'"));
        if (target >= 0) drifted.push({ file, text: liveText(lines, values, target) });
      }
    }
  }
  return {
    files,
    drifted,
    ownedKeys: templates.reduce((sum, { picked }) => sum + picked.size, 0) * instances,
  };
}
