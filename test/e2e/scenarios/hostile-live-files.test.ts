import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mountReadOnly } from '../../support/disks.ts';
import { createScenario, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const CANARY = 'outside-6c1b';
const STALE = 'range: 9\n';

/** Puts something bad in the place of an instance's file; the outside folder holds a look-alike. */
type Plant = (place: { readonly file: string; readonly instance: string; readonly outside: string }) => void;

const write =
  (content: string | Uint8Array): Plant =>
  ({ file }) =>
    writeFileSync(file, content);
const instead = (path: string, target: string, kind: 'file' | 'dir'): void => {
  rmSync(path, { recursive: true });
  symlinkSync(target, path, kind);
};

/** Each with what the report says of it. */
const CASES: Readonly<Record<string, { readonly plant: Plant; readonly says: RegExp }>> = {
  TRUNC: { plant: write('range: [1,\n  2'), says: /config\.yml:\d+:\d+/ },
  BINARY: {
    plant: write(Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + 13) % 256)),
    says: /config\.yml/,
  },
  NULS: { plant: write('range: 9\n\0\0\0'), says: /config\.yml:2:1/ },
  HUGE: {
    plant: ({ file }) => writeFileSync(file, Buffer.alloc(50 * 1024 * 1024, 'a: b\n')),
    says: /larger than 8 MiB/,
  },
  DEEP: { plant: write(`range: ${'['.repeat(100_000)}`), says: /config\.yml:1:\d+/ },
  BOMB: {
    plant: write(
      `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from(
        { length: 12 },
        (_, level) =>
          `a${level}: &a${level} [${Array(9)
            .fill(`*a${level === 0 ? '' : level - 1}`)
            .join(', ')}]\n`,
      ).join('')}range: 9\n`,
    ),
    says: /config\.yml:\d+/,
  },
  FOLDER: {
    plant: ({ file }) => {
      rmSync(file);
      mkdirSync(file);
    },
    says: /it is a folder/,
  },
  PIPE: {
    plant: ({ file }) => {
      rmSync(file);
      execFileSync('mkfifo', [file]);
    },
    says: /pipe/,
  },
  LINK: {
    plant: ({ file, outside }) => instead(file, join(outside, 'Chairs/config.yml'), 'file'),
    says: /symbolic link/,
  },
  DANGLING: {
    plant: ({ file, outside }) => instead(file, join(outside, 'nothing'), 'file'),
    says: /symbolic link/,
  },
  HARDLINK: {
    plant: ({ file, outside }) => {
      rmSync(file);
      linkSync(join(outside, 'linked.yml'), file);
    },
    says: /2 names \(hard links\)/,
  },
  LINKEDFOLDER: {
    plant: ({ file, outside }) => instead(dirname(file), join(outside, 'Chairs'), 'dir'),
    says: /symbolic link/,
  },
  LINKEDPLUGINS: {
    plant: ({ instance, outside }) => instead(join(instance, 'Minecraft/plugins'), outside, 'dir'),
    says: /symbolic link/,
  },
  LINKEDROOT: {
    plant: ({ instance, outside }) => instead(join(instance, 'Minecraft'), dirname(outside), 'dir'),
    says: /outside of the folder/,
  },
  LINKEDINSTANCE: {
    plant: ({ instance, outside }) => {
      renameSync(instance, join(dirname(outside), 'moved'));
      symlinkSync(join(dirname(outside), 'moved'), instance);
    },
    says: /symbolic link/,
  },
  POINTED: {
    plant: ({ instance, outside }) => {
      writeFileSync(join(instance, 'MinecraftModule.kvp'), `Minecraft.ServerPath=${dirname(outside)}\n`);
    },
    says: /outside of the folder/,
  },
};

function begin(names: readonly string[]): Scenario {
  return createScenario(
    {
      ...fleet(names),
      ...matrix(['Chairs'], names),
      ...baseline('Chairs', 'range: 4\n'),
    },
    Object.fromEntries(names.map((name) => [configOf(name, 'Chairs'), STALE])),
  );
}

describe('live files that are hostile or broken', () => {
  it('are told with the reason, are not followed and not written, and the healthy ones go on', () => {
    const names = Object.keys(CASES);
    const scenario = begin([...names, 'HEALTHY']);
    const outside = join(scenario.dir, 'outside/plugins');
    mkdirSync(join(outside, 'Chairs'), { recursive: true });
    for (const name of ['Chairs/config.yml', 'linked.yml']) {
      writeFileSync(join(outside, name), `range: ${CANARY}\n`);
    }
    for (const name of names) {
      const place = {
        file: join(scenario.ampRoot, configOf(name, 'Chairs')),
        instance: join(scenario.ampRoot, name),
        outside,
      };
      CASES[name]?.plant(place);
    }
    const before = scenario.snapshot();
    const healthy = configOf('HEALTHY', 'Chairs');
    for (const words of [['plan'], ['apply', '--yes', '--heal']]) {
      const { code, report, out, err } = scenario.report(words);
      expect(code, err).toBe(1);
      expect(out + err).not.toContain(CANARY);
      for (const name of names) {
        const found = report.instances.find((instance) => instance.name === name);
        expect(['Failed', 'Blocked'], name).toContain(found?.state);
        expect(found?.reason?.message, name).toMatch(CASES[name]?.says ?? /^$/);
        expect(found?.changes, name).toEqual([]);
      }
    }
    expect(scenario.readLive(healthy)).toBe('range: 4\n');
    expect({ ...scenario.snapshot(), [healthy]: before[healthy] }).toEqual(before);
    expect(readFileSync(join(outside, 'Chairs/config.yml'), 'utf8')).toBe(`range: ${CANARY}\n`);
    for (const words of [['status'], ['parity', 'Chairs', 'range']])
      expect(scenario.run(words).out).not.toContain(CANARY);
  });

  it('keep bytes that are no UTF-8, a byte order mark and Windows line ends', () => {
    const scenario = begin(['ONE01']);
    const text = (range: number) =>
      Buffer.concat([
        Buffer.from([0xef, 0xbb, 0xbf]),
        Buffer.from(`a: "x`),
        Buffer.from([0xe9, 0xff]),
        Buffer.from(`"\r\nrange: ${range}\r\n# é\r\n`),
      ]);
    scenario.writeLive({ [configOf('ONE01', 'Chairs')]: text(9) });
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0 });
    expect(readFileSync(join(scenario.ampRoot, configOf('ONE01', 'Chairs')))).toEqual(text(4));
    expect(scenario.run(['plan', '--full']).code).toBe(0);
  });

  it('that are on a read-only disk are left as they are, with exit code 5', (context) => {
    const scenario = begin(['ONE01', 'TWO02']);
    if (!mountReadOnly(join(scenario.ampRoot, 'ONE01')))
      return context.skip('this user may not mount a disk');
    const before = scenario.snapshot();
    const { code, report } = scenario.report(['apply', '--yes']);
    expect(code).toBe(5);
    expect(report.instances.map(({ outcome }) => outcome?.kind)).toEqual(['failed', 'skipped']);
    expect(report.instances[0]?.reason?.message).toContain('read-only');
    expect(scenario.snapshot()).toEqual(before);
  });
});

const NOBODY = 65_534;

describe.skipIf(process.getuid?.() !== 0)('another user', () => {
  function beginAs(mode: (scenario: Scenario) => void): Scenario {
    const scenario = begin(['ONE01']);
    mkdirSync(scenario.state);
    chownSync(scenario.state, NOBODY, NOBODY);
    chmodSync(scenario.dir, 0o755);
    mode(scenario);
    return scenario;
  }

  it('that may not read a file is told so, and the file is not taken for missing', () => {
    const scenario = beginAs(({ ampRoot }) => chmodSync(join(ampRoot, configOf('ONE01', 'Chairs')), 0o600));
    const { code, report } = scenario.report(['apply', '--yes'], { uid: NOBODY });
    expect(code).toBe(1);
    expect(report.instances[0]).toMatchObject({ state: 'Failed', reason: { code: 'unreadable' } });
    expect(report.instances[0]?.reason?.message).toMatch(/permission denied/);
  });

  it('that may not look into a folder is told so, and no plugin is taken for missing', () => {
    const scenario = beginAs(({ ampRoot }) =>
      chmodSync(join(ampRoot, dirname(configOf('ONE01', 'Chairs'))), 0o700),
    );
    const { code, report } = scenario.report(['plan'], { uid: NOBODY });
    expect(code).toBe(1);
    expect(report.instances[0]?.findings.map(({ kind }) => kind)).toEqual(['unreadable']);
  });

  it('that may not write is told so with exit code 5, and nothing changed', () => {
    const scenario = beginAs(({ ampRoot }) => {
      for (const path of ['ONE01', 'ONE01/Minecraft']) chownSync(join(ampRoot, path), NOBODY, NOBODY);
    });
    const before = scenario.snapshot();
    const { code, out, err } = scenario.run(['apply', '--yes'], { uid: NOBODY });
    expect(code, out + err).toBe(5);
    expect(out).toMatch(/permission denied/);
    expect(scenario.snapshot()).toEqual(before);
  });

  it('that may not look at the server of the owner takes it for running', () => {
    const scenario = beginAs(() => undefined);
    const { code, report } = scenario.report(['apply', '--yes'], { uid: NOBODY });
    expect(code).toBe(1);
    expect(report.instances[0]).toMatchObject({ state: 'Blocked', reason: { code: 'server-running' } });
    expect(report.instances[0]?.reason?.message).toContain('is not known');
  });
});
