/** The page about every metric, from the catalogue that the agent itself makes them by. */
export function metricsPage(catalogue) {
  const metrics = Object.entries(catalogue);
  return [
    '# Metrics',
    '',
    '<!-- Made by src/build/generate-docs.mjs from src/adapters/telemetry/catalogue.ts. -->',
    '',
    'What an agent tells at `/metrics`, in the text format of Prometheus. It listens where [agent.yaml](agent-yaml.md#http) says `http`; with `http.token` Prometheus must bring it:',
    '',
    '```yaml',
    'scrape_configs:',
    '  - job_name: homeamp',
    '    authorization: { credentials_file: /etc/prometheus/homeamp.token }',
    '    static_configs: [{ targets: ["192.0.2.10:9180"] }]',
    '```',
    '',
    'Names and labels are an interface: they change with a new major version alone. Values of labels are names of instances, stages, reasons and states; never a secret, a path or a value of a file. Figures come from the end of each pass, so that asking for them costs the servers nothing. A figure that is not known is left out instead of being 0. Times are seconds since 1970, UTC.',
    '',
    '| metric | type | unit | labels | meaning |',
    '|---|---|---|---|---|',
    ...metrics.map(
      ([name, spec]) =>
        `| \`${name}\` | ${spec.type} | ${UNITS[spec.unit]} | ${labels(spec)} | ${meaning(spec)} |`,
    ),
    '',
    '## Labels',
    '',
    '| label | of | meaning | values |',
    '|---|---|---|---|',
    ...metrics.flatMap(([name, spec]) => spec.labels.map((label) => labelRow(name, label))),
    '',
    'Beside these there are the figures that `prom-client` gives of the process: `process_cpu_seconds_total`, `process_resident_memory_bytes`, `process_open_fds`, `nodejs_eventloop_lag_seconds`, `nodejs_heap_size_used_bytes` and others of these beginnings.',
    '',
  ].join('\n');
}

const UNITS = {
  seconds: 'seconds',
  'unix-seconds': 'time',
  count: 'number',
  boolean: '0 or 1',
  info: 'always 1',
};

function labels({ labels }) {
  return labels.map(({ name }) => `\`${name}\``).join(', ');
}

function meaning({ help, isPassing }) {
  const text = help.replaceAll('|', '\\|');
  return isPassing ? `${text} Left out while there is nothing to tell.` : text;
}

function labelRow(metric, { name, means, values }) {
  const known =
    values === undefined ? 'as the fleet has them' : values.map((value) => `\`${value}\``).join(', ');
  return `| \`${name}\` | \`${metric}\` | ${means} | ${known} |`;
}
