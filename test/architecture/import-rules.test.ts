import { describe, expect, it } from 'vitest';
import { importsOf, readHouse, roomOf, type SourceFile } from './house.ts';

const house = readHouse();
const inHouse = (specifier: string) => specifier.endsWith('.ts');

/** Rooms that each room may import besides itself. `*` after a slash stands for any room of that floor. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'core/model': [],
  'core/formats': ['core/model'],
  'core/*': ['core/model', 'core/formats'],
  ports: ['core/model'],
  engine: ['core/*', 'ports'],
  'adapters/*': ['ports', 'core/model'],
  settings: ['core/*', 'ports', 'adapters/*'],
  agent: ['engine', 'ports', 'core/*', 'settings'],
  web: ['ports', 'core/*'],
  cli: ['engine', 'ports', 'core/*', 'settings', 'agent'],
  'stand-ins': [],
  demo: ['cli', 'engine', 'ports', 'core/*', 'adapters/*', 'stand-ins', 'settings', 'agent'],
  main: ['cli', 'demo', 'engine', 'ports', 'core/*', 'adapters/*', 'settings', 'agent', 'web'],
};

function allowed(from: string, to: string): boolean {
  if (from === to) return true;
  const rooms = MAY_IMPORT[from] ?? MAY_IMPORT[`${from.split('/')[0]}/*`] ?? [];
  return rooms.includes(to) || rooms.includes(`${to.split('/')[0]}/*`);
}

function violations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((specifier) => inHouse(specifier) && !allowed(roomOf(file.path), roomOf(specifier)))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );
}

describe('the house', () => {
  it('imports only along the rules', () => {
    expect(violations(house)).toEqual([]);
  });

  it('has a rule that can fail', () => {
    const file = {
      path: 'core/diff/x.ts',
      text: '',
      imports: importsOf('core/diff/x.ts', "import { a } from '../plan/a.ts';"),
    };
    expect(violations([file])).toEqual(['core/diff/x.ts imports core/plan/a.ts']);
  });

  it('keeps every source file in a known room', () => {
    const known = (room: string) => room in MAY_IMPORT || `${room.split('/')[0]}/*` in MAY_IMPORT;
    expect(house.filter((file) => !known(roomOf(file.path))).map((file) => file.path)).toEqual([]);
  });

  it('keeps the core pure: no node modules, clocks, randomness, processes, consoles or promises', () => {
    const impure =
      /\bfrom 'node:|\basync\b|\bawait\b|\bPromise\b|\bDate\.|\bnew Date\b|\bprocess\.|\bconsole\.|Math\.random/;
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    const found = house.filter((file) => file.path.startsWith('core/') && impure.test(code(file.text)));
    expect(found.map((file) => file.path)).toEqual([]);
  });

  it('exits the process in main.ts alone', () => {
    const found = house.filter(
      (file) => file.path !== 'main.ts' && /process\.exit\b(?!Code)/.test(file.text),
    );
    expect(found.map((file) => file.path)).toEqual([]);
  });

  it('has no folder that is named for nothing', () => {
    const vague = house.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc)\//.test(file.path));
    expect(vague.map((file) => file.path)).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(findCycle(house)).toEqual([]);
  });

  it('keeps ports narrow: at most five methods each', () => {
    const wide = house
      .filter((file) => file.path.startsWith('ports/'))
      .flatMap((file) => [...file.text.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)])
      .filter((match) => [...(match[2] ?? '').matchAll(/^ {2}\w+\(/gm)].length > 5)
      .map((match) => match[1]);
    expect(wide).toEqual([]);
  });
});

/** The files of one cycle in order, or nothing. */
function findCycle(files: readonly SourceFile[]): readonly string[] {
  const imports = new Map(files.map((file) => [file.path, file.imports.filter(inHouse)]));
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of imports.get(path) ?? []) {
      const cycle = walk(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  return files.map((file) => walk(file.path, [])).find((cycle) => cycle.length > 0) ?? [];
}
