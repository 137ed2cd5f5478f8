// Writes the documents that are made from the code: docs/commands.md, docs/issues.md, docs/agent-yaml.md,
// docs/metrics.md, docs/api.md with the API's description, and the JSON Schemas of what people write. With --check it writes nothing, names what is out of date and ends with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { apiPage } from './docs/api-page.mjs';
import { commandsPage } from './docs/commands-page.mjs';
import { issuesPage } from './docs/issues-page.mjs';
import { metricsPage } from './docs/metrics-page.mjs';
import { settingsPage } from './docs/settings-page.mjs';

const ENTRY = `
  import { z } from 'zod';
  import { CATALOGUE } from './adapters/telemetry/catalogue.ts';
  import { COMMANDS } from './cli/commands.ts';
  import { EXIT } from './cli/exit-codes.ts';
  import { RENDER_ISSUES } from './core/render/issue-codes.ts';
  import { SOURCE_ISSUES } from './core/source/issue-codes.ts';
  import { schemas } from './core/source/schemas.ts';
  import { DEMO } from './demo/demo-spec.ts';
  import { SETTINGS_ISSUES } from './settings/issue-codes.ts';
  import { agentSchema } from './settings/settings-schema.ts';
  import { describeApi } from './web/api/describe-api.ts';

  export const commands = [...COMMANDS, DEMO];
  export const api = describeApi();
  export const metrics = CATALOGUE;
  export const exitCodes = EXIT;
  export const sourceIssues = SOURCE_ISSUES;
  export const renderIssues = RENDER_ISSUES;
  export const settingsIssues = SETTINGS_ISSUES;
  // What people write, so that everything with a default may be left out.
  export const jsonSchemas = () =>
    Object.fromEntries(
      Object.entries({ ...schemas, agent: agentSchema }).map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input' })]),
    );
`;

const root = join(import.meta.dirname, '../..');
const { commands, exitCodes, sourceIssues, renderIssues, settingsIssues, jsonSchemas, api, metrics } =
  await loadSources();
const schemas = jsonSchemas();
const pages = new Map([
  ['docs/commands.md', commandsPage(commands, exitCodes)],
  ['docs/issues.md', issuesPage({ sourceIssues, renderIssues, settingsIssues })],
  ['docs/agent-yaml.md', settingsPage(schemas.agent)],
  ['docs/metrics.md', metricsPage(metrics)],
  ['docs/api.md', apiPage(api)],
  ['docs/schemas/openapi.json', `${JSON.stringify(api, undefined, 2)}\n`],
  ...Object.entries(schemas).map(([name, schema]) => [
    `docs/schemas/${name}.schema.json`,
    `${JSON.stringify(schema, undefined, 2)}\n`,
  ]),
]);

let outOfDate = 0;
for (const [path, text] of pages) {
  if (current(path) === text) continue;
  outOfDate += 1;
  if (process.argv.includes('--check'))
    console.error(`${path} is out of date: run node src/build/generate-docs.mjs`);
  else writeFileSync(join(root, path), text);
}
if (process.argv.includes('--check') && outOfDate > 0) process.exitCode = 1;

function current(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

/** The tables of the code, bundled in memory since Node 20 does not read TypeScript. */
async function loadSources() {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: join(root, 'src'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    external: ['./commands/*', './demo-command.ts'],
    // A library asks at once where its file lies, and a bundle in memory lies nowhere.
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
