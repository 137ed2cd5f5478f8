// Measures passes over synthetic fleets as whole processes and prints their ratios to floors of the same run.
//   npm run bench [-- --small]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateFleet } from './generate-fleet.mjs';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const FLOORS = join(import.meta.dirname, 'floors.mjs');
const PEAK = join(import.meta.dirname, 'report-peak.mjs');
const RUNS = 5;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function once(args) {
  const begin = performance.now();
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = (performance.now() - begin) / 1000;
  return { seconds, status: child.status, stdout: child.stdout, stderr: child.stderr };
}

/** Peak resident memory of one more run; apart from the timed ones, since looking costs a little. */
function peakOf(args) {
  const { stderr } = once(['--import', PEAK, ...args]);
  return Number(/peak-kib (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
}

function timed(args, { expect = [0], before = () => undefined } = {}) {
  const results = Array.from({ length: RUNS }, () => {
    before();
    return once(args);
  });
  const odd = results.find(({ status }) => !expect.includes(status));
  if (odd) throw new Error(`exit ${odd.status} of ${args.join(' ')}\n${odd.stderr}`);
  before();
  return { seconds: median(results.map((result) => result.seconds)), peakMiB: peakOf(args) };
}

/** A real fleet lies in Git, where one look tells whether anything moved. */
function commit(folder) {
  const author = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org'];
  for (const words of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    [...author, 'commit', '-q', '-m', 'fleet'],
  ]) {
    const { status, stderr } = spawnSync('git', ['-C', folder, ...words], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

/** One run, since it reads, describes, writes and plans everything; it tells its own peak. */
function measureImport(dir) {
  const words = ['--from', `bench=${join(dir, 'fleet/live')}`, '--into', join(dir, 'imported'), '--json'];
  const { seconds, status, stdout, stderr } = once([MAIN, 'import', 'live', ...words]);
  if (status !== 0) throw new Error(`importing failed: ${stderr}`);
  const { peakMiB, sizes, proof } = JSON.parse(stdout);
  return { seconds, peakMiB, sizes, proof };
}

function measure(label, instances) {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-bench-'));
  try {
    const fleet = generateFleet({ out: join(dir, 'fleet'), instances, plugins: 57 });
    commit(join(dir, 'fleet/repo'));
    const list = join(dir, 'files.json');
    writeFileSync(list, JSON.stringify(fleet.files));
    const floor = (kind) => timed([FLOORS, kind, list]);
    const start = floor('start');
    const stat = floor('stat');
    const hash = floor('read-and-hash');
    const peer = JSON.parse(once([FLOORS, 'yaml-parse-document', list]).stdout);
    const common = [
      '--repo',
      join(dir, 'fleet/repo'),
      '--amp-root',
      join(dir, 'fleet/live'),
      '--host',
      'bench',
      '--state',
      join(dir, 'state'),
    ];
    const forget = () => rmSync(join(dir, 'state'), { recursive: true, force: true });
    const imported = measureImport(dir);
    const cold = timed([MAIN, 'plan', ...common], { before: forget });
    forget();
    const adopt = once([MAIN, 'apply', '--yes', ...common]);
    if (adopt.status !== 0) throw new Error(`adopting failed: ${adopt.stderr}`);
    // Files that changed within two seconds are read once more, so the first steady pass comes after that.
    spawnSync('sleep', ['3']);
    once([MAIN, 'plan', ...common]);
    const warm = timed([MAIN, 'plan', ...common]);
    const known = timed([MAIN, 'plan', '--full', ...common]);
    for (const { file, text } of fleet.drifted) writeFileSync(file, text);
    const drifted = timed([MAIN, 'plan', ...common], { expect: [1] });
    const driftedFull = timed([MAIN, 'plan', '--full', ...common], { expect: [1] });
    console.log(
      `\n${label}: ${instances} instances x 57 plugins = ${fleet.files.length} files, ${fleet.ownedKeys} owned keys, ${fleet.drifted.length} files drifted (median of ${RUNS} whole processes)`,
    );
    const row = (name, { seconds, peakMiB }, note = '') =>
      console.log(
        `  ${name.padEnd(46)} ${seconds.toFixed(3)} s  ${Number.isNaN(peakMiB) ? '        ' : `${peakMiB.toFixed(0).padStart(4)} MiB`}  ${note}`,
      );
    row('floor: empty Node start', start);
    row('floor: stat every file', stat);
    row('floor: read and hash every file', hash);
    console.log(
      `  ${'peer: parseDocument of npm yaml, every file'.padEnd(46)} ${peer.seconds.toFixed(3)} s  (from a 5 % sample)`,
    );
    row('cold pass, nothing known', cold, `${(cold.seconds / hash.seconds).toFixed(2)} x read and hash`);
    row('full pass, records known', known, `${(known.seconds / hash.seconds).toFixed(2)} x read and hash`);
    row('warm pass, nothing changed', warm, `${(warm.seconds / stat.seconds).toFixed(2)} x stat`);
    row(
      'warm pass, 1 % of files drifted',
      drifted,
      `${(drifted.seconds / hash.seconds).toFixed(2)} x read and hash`,
    );
    row(
      'full pass, 1 % of files drifted',
      driftedFull,
      `${(driftedFull.seconds / hash.seconds).toFixed(2)} x read and hash`,
    );
    row(
      'import live, with its proof (one run)',
      imported,
      `${(imported.seconds / hash.seconds).toFixed(2)} x read and hash`,
    );
    console.log(
      `    ${imported.proof.ownedKeys} values in ${imported.sizes.written} lines instead of ${imported.sizes.naive}`,
    );
    row('first apply: record what is equal', { seconds: adopt.seconds, peakMiB: Number.NaN });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const empty = timed(['-e', '0']);
const help = timed([MAIN, '--help']);
console.log(
  `homeamp --help: ${help.seconds.toFixed(3)} s, empty Node start: ${empty.seconds.toFixed(3)} s, ratio ${(help.seconds / empty.seconds).toFixed(2)}`,
);
measure('S', 20);
if (!process.argv.includes('--small')) measure('L', 200);
