import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT, readDocument, stepsOf } from '../../docs/read-document.ts';
import { DASHBOARDS, MONITORING, RULES, readAlerts } from '../../support/monitoring-files.ts';
import { hasPrometheus } from '../../support/prometheus-server.ts';
import { isRoot, temporaryFolder } from '../adapters/temporary-folder.ts';

const TESTS = join(MONITORING, 'homeamp-alerts.test.yaml');
const EXAMPLE = join(MONITORING, 'prometheus.example.yaml');
const DOCUMENTS = 'https://homeamp.example.org/docs/';
const alerts = readAlerts();

function promtool(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

describe.skipIf(!hasPrometheus)('promtool', () => {
  it('finds nothing wrong with the rules', () => {
    expect(promtool('check', 'rules', '--lint=all', '--lint-fatal', RULES)).toMatchObject({ status: 0 });
  });

  it('sees each alert fire when it should, with its texts, and be silent when it should', () => {
    const { status, said } = promtool('test', 'rules', TESTS);
    expect(said).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('finds nothing wrong with the example of its configuration, nor with what that names', () => {
    const folder = temporaryFolder();
    const here = readFileSync(EXAMPLE, 'utf8').replaceAll('/etc/prometheus/', `${folder}/`);
    writeFileSync(join(folder, 'prometheus.yml'), here);
    writeFileSync(join(folder, 'homeamp.token'), 'a-token-of-an-agent\n');
    writeFileSync(join(folder, 'homeamp-alerts.yaml'), readFileSync(RULES));
    const { status, said } = promtool('check', 'config', join(folder, 'prometheus.yml'));
    expect(said).toContain(`SUCCESS: ${String(alerts.length)} rules found`);
    expect(status).toBe(0);
  });

  it('refuses a rule that is none', () => {
    const path = join(temporaryFolder(), 'rules.yaml');
    writeFileSync(path, readFileSync(RULES, 'utf8').replace('== 0', '=== 0'));
    expect(promtool('check', 'rules', path).status).toBe(1);
  });
});

interface RuleTest {
  readonly name: string;
  readonly alert_rule_test: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly unknown[];
  }[];
}

describe('the unit tests of the alerts', () => {
  const { tests } = parse(readFileSync(TESTS, 'utf8')) as { readonly tests: readonly RuleTest[] };
  const checks = tests.flatMap(({ alert_rule_test: all }) => all);

  it('have sentences of their own for names', () => {
    expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length);
  });

  it.each(alerts.map(({ alert }) => alert))('let %s fire, and be silent', (alert) => {
    const own = checks.filter(({ alertname }) => alertname === alert);
    expect(own.some(({ exp_alerts: expected }) => expected.length > 0)).toBe(true);
    expect(own.some(({ exp_alerts: expected }) => expected.length === 0)).toBe(true);
  });
});

describe.skipIf(!hasPrometheus || !isRoot)('the commands of docs/monitoring.md', () => {
  it('put everything in its place, and end with a configuration that promtool takes', () => {
    const root = temporaryFolder();
    chmodSync(root, 0o755);
    for (const folder of [
      'etc/prometheus',
      'etc/grafana/provisioning/datasources',
      'etc/grafana/provisioning/dashboards',
    ]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    const commands = stepsOf(readDocument('docs/monitoring.md'))
      .filter((step) => step.kind === 'command')
      .map(({ command }) => inRoot(command, root))
      .filter((command) => !NOT_HERE.test(command));
    expect(commands.length).toBeGreaterThan(9);
    for (const command of commands) {
      const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
    }
    const token = statSync(join(root, 'etc/prometheus/homeamp.token'));
    expect(token.mode & 0o777).toBe(0o600);
    expect(token.uid).not.toBe(0);
    expect(readFileSync(join(root, 'etc/prometheus/homeamp-alerts.yaml'), 'utf8')).not.toContain(
      'example.org/docs#',
    );
    const provider = readFileSync(join(root, 'etc/grafana/provisioning/dashboards/homeamp.yaml'), 'utf8');
    const [, folder = ''] = /path: (.*)/.exec(provider) ?? [];
    expect(readdirSync(join(root, folder))).toEqual([...DASHBOARDS]);
  });
});

/** Packages and services are not part of the test. */
const NOT_HERE = /apt-get|systemctl/;

/** The command without `sudo`, with Debian's folders below `root` and homeamp as it is here; an editor corrects paths. */
function inRoot(command: string, root: string): string {
  return command
    .replace(/^sudo (-u prometheus )?/, '')
    .replace(/^nano /, `sed -i 's#/etc/prometheus/#${root}/etc/prometheus/#' `)
    .replaceAll(/\/opt\/homeamp\/current\/lib\/node_modules\/homeamp\//g, `${ROOT}/`)
    .replaceAll(/(?<= )\/(?:etc|var)\//g, (place) => root + place);
}

describe('an alert', () => {
  it.each(alerts)('$alert says how bad it is, what is the matter and where to read on', (alert) => {
    expect(alert.alert).toMatch(/^Homeamp[A-Z][A-Za-z]+$/);
    expect(['critical', 'warning', 'info']).toContain(alert.labels['severity']);
    const { summary = '', description = '', runbook_url: runbook = '', ...others } = alert.annotations;
    expect(others).toEqual({});
    expect(summary.length).toBeGreaterThan(10);
    expect(summary.length).toBeLessThan(80);
    expect(description).toMatch(/\.$/);
    expect(runbook.startsWith(DOCUMENTS)).toBe(true);
    const [file = '', anchor] = runbook.slice(DOCUMENTS.length).split('#');
    expect(existsSync(join(MONITORING, '../../docs', file)), file).toBe(true);
    if (anchor !== undefined) expect(headingsOf(`docs/${file}`)).toContain(anchor);
  });

  it('has a row in docs/monitoring.md, in the order of the file, with its severity, its time and its runbook', () => {
    const rows = [
      ...readDocument('docs/monitoring.md').text.matchAll(
        /^\| `(Homeamp\w+)` \| (\w+) \| ([^|]+) \|.*\| \[[^\]]*\]\(([^)]*)\) \|$/gm,
      ),
    ];
    const documented = rows.map(([, name, severity, time, link]) => [name, severity, time, link]);
    const real = alerts.map(({ alert, labels, for: time, annotations }) => [
      alert,
      labels['severity'],
      time ?? 'at once',
      linkOf(annotations['runbook_url'] ?? ''),
    ]);
    expect(documented).toEqual(real);
  });
});

/** From docs/monitoring.md. */
function linkOf(url: string): string {
  return url.slice(DOCUMENTS.length).replace(/^monitoring\.md/, '');
}

function headingsOf(path: string): readonly string[] {
  return [...readDocument(path).prose.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  );
}
