// Cuts GitHub's OpenAPI description to the operations that the agent uses:
//   node src/build/prune-github-api.mjs node_modules/@octokit/openapi/generated/api.github.com.json \
//     src/stand-ins/github/api.github.com.json
// then `npx biome format --write` on the result. Prose and examples go; every rule about shapes stays.
import { readFileSync, writeFileSync } from 'node:fs';

const OPERATIONS = [
  'apps/create-installation-access-token',
  'apps/get-authenticated',
  'apps/get-repo-installation',
  'checks/create',
  'git/create-commit',
  'git/create-ref',
  'git/create-tree',
  'git/get-commit',
  'git/update-ref',
  'issues/create',
  'issues/create-comment',
  'issues/delete-comment',
  'issues/list-comments',
  'issues/list-for-repo',
  'issues/update',
  'issues/update-comment',
  'pulls/create',
  'pulls/get',
  'pulls/list',
  'pulls/list-reviews',
  'rate-limit/get',
  'repos/create-commit-status',
  'repos/create-deployment',
  'repos/create-deployment-status',
  'repos/get',
  'repos/get-branch',
  'repos/get-collaborator-permission-level',
  'repos/list-commit-statuses-for-ref',
  'repos/list-deployment-statuses',
  'repos/list-deployments',
  'repos/list-pull-requests-associated-with-commit',
  'teams/list-members-in-org',
  'users/get-authenticated',
];
const PROSE = new Set([
  'description',
  'summary',
  'title',
  'tags',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'callbacks',
]);
/** Their keys are names that people chose, not words of OpenAPI. */
const NAMED = new Set(['properties', 'patternProperties', 'responses', 'content', 'paths']);
/** Taken as they are. */
const LITERAL = new Set(['enum', 'required', 'default']);

const [input, output] = process.argv.slice(2);
if (input === undefined || output === undefined) {
  console.error('usage: prune-github-api.mjs INPUT OUTPUT');
  process.exit(2);
}
const full = JSON.parse(readFileSync(input, 'utf8'));
const paths = prune(pickOperations(full.paths), true);
const { title, version, license } = full.info;
const pruned = {
  openapi: full.openapi,
  info: { title, version, license },
  paths,
  components: collectComponents(paths),
};
writeFileSync(output, `${JSON.stringify(pruned, undefined, 2)}\n`);

function pickOperations(all) {
  const wanted = new Set(OPERATIONS);
  const picked = {};
  for (const [path, item] of Object.entries(all)) {
    const kept = Object.entries(item).filter(([, operation]) => wanted.delete(operation.operationId));
    if (kept.length > 0) picked[path] = Object.fromEntries(kept);
  }
  if (wanted.size > 0) throw new Error(`not in the description: ${[...wanted].join(', ')}`);
  return picked;
}

function prune(node, isNamed = false) {
  if (Array.isArray(node)) return node.map((item) => prune(item));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node)
    .filter(([key]) => isNamed || !(PROSE.has(key) || key.startsWith('x-')))
    .filter(([, value]) => !isOtherMedia(value))
    .map(([key, value]) => [key, pruneValue(key, value, isNamed)]);
  return isNamed ? Object.fromEntries(kept) : sayNull(Object.fromEntries(kept));
}

/** Validators know `nullable` only beside `type`; among alternatives, null is one more of them. */
function sayNull({ nullable, ...schema }) {
  if (nullable !== true) return schema;
  if (schema.type !== undefined) return { ...schema, nullable };
  const key = ['oneOf', 'anyOf'].find((word) => schema[word] !== undefined);
  if (key === undefined) return { anyOf: [schema, { enum: [null] }] };
  return { ...schema, [key]: [...schema[key], { enum: [null] }] };
}

function pruneValue(key, value, isNamed) {
  if (isNamed) return prune(value);
  if (LITERAL.has(key)) return value;
  if (key === 'responses') return pruneResponses(value);
  if (key === 'content') return { 'application/json': prune(value['application/json'] ?? {}) };
  return prune(value, NAMED.has(key));
}

/** A response needs a description; its headers are not checked. */
function pruneResponses(responses) {
  const kept = Object.entries(responses).map(([status, response]) => [status, pruneResponse(response)]);
  return Object.fromEntries(kept);
}

function pruneResponse(response) {
  if (response.$ref !== undefined) return { $ref: response.$ref };
  const { content } = response;
  return { description: '', ...(content === undefined ? {} : prune({ content })) };
}

/** A schema that only another media type would use. */
function isOtherMedia(value) {
  return typeof value === 'object' && value !== null && value['x-github-media'] !== undefined;
}

/** Every component that can be reached from the paths. */
function collectComponents(root) {
  const components = {};
  const queue = [root];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const [, section, name] = /^#\/components\/(\w+)\/(.+)$/.exec(node.$ref ?? '') ?? [];
    if (section !== undefined && components[section]?.[name] === undefined) {
      components[section] ??= {};
      const source = full.components[section][name];
      components[section][name] = section === 'responses' ? pruneResponse(source) : prune(source);
      queue.push(components[section][name]);
    }
    queue.push(...Object.values(node));
  }
  return sortSections(components);
}

function sortSections(components) {
  const sorted = Object.entries(components).map(([section, entries]) => [
    section,
    Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1))),
  ]);
  return Object.fromEntries(sorted.sort(([left], [right]) => (left < right ? -1 : 1)));
}
