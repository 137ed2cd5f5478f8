import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYamlSource, type YamlNode } from '../../../src/core/source/read-yaml-source.ts';
import { collectIssues } from '../../../src/core/source/report-issue.ts';
import { SETTINGS_ISSUES } from '../../../src/settings/issue-codes.ts';
import { agentSchema } from '../../../src/settings/settings-schema.ts';

const ROOT = join(import.meta.dirname, '../../..');
const example = readFileSync(join(ROOT, 'deploy/agent.example.yaml'), 'utf8');

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean;
  readonly anyOf?: readonly JsonSchema[];
}

const schema = z.toJSONSchema(agentSchema, { io: 'input' }) as JsonSchema;

/** Dotted names of what is no section; a secret is one field. */
function fieldsOf({ properties = {} }: JsonSchema, prefix = ''): readonly string[] {
  return Object.entries(properties).flatMap(([key, field]) =>
    field.type === 'object' ? fieldsOf(field, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

function writtenFields(node: YamlNode): readonly string[] {
  const isSecret = node.children.has('env') || (node.children.size === 1 && node.children.has('file'));
  const isField = node.value !== undefined || (isSecret && node.path[0] !== 'secrets');
  return isField ? [node.path.join('.')] : [...node.children.values()].flatMap(writtenFields);
}

function sectionsOf(section: JsonSchema): readonly JsonSchema[] {
  const below = [...Object.values(section.properties ?? {}), ...(section.anyOf ?? [])];
  return [...(section.type === 'object' ? [section] : []), ...below.flatMap(sectionsOf)];
}

describe('the schema of agent.yaml', () => {
  it('names the same fields as the example', () => {
    const { report, issues } = collectIssues();
    const text = example.replace(/^( *)#(?=[A-Za-z]+:)/gm, '$1');
    const root = readYamlSource({ file: 'agent.example.yaml', text }, report);
    expect(issues).toEqual([]);
    const written = root === undefined ? [] : writtenFields(root);
    expect([...written].sort()).toEqual([...fieldsOf(schema)].sort());
    expect(written.length).toBeGreaterThan(30);
  });

  it('is what the example tells editors to check it with', () => {
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(example) ?? [];
    expect(join('deploy', path)).toBe('docs/schemas/agent.schema.json');
    expect(JSON.parse(readFileSync(join(ROOT, 'deploy', path), 'utf8'))).toEqual(schema);
  });

  it('allows no field that it does not name, and describes those that it does', () => {
    const sections = sectionsOf(schema);
    expect(sections.length).toBeGreaterThan(15);
    expect(sections.filter(({ additionalProperties }) => additionalProperties !== false)).toEqual([]);
    const silent = sections
      .flatMap(({ properties = {} }) => Object.entries(properties))
      .filter(([, { description = '' }]) => description === '');
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('has every field on docs/agent-yaml.md', () => {
    const page = readFileSync(join(ROOT, 'docs/agent-yaml.md'), 'utf8');
    expect(fieldsOf(schema).filter((field) => !page.includes(`| \`${field}\` |`))).toEqual([]);
  });
});

describe('the codes of settings', () => {
  it('are on docs/issues.md', () => {
    const page = readFileSync(join(ROOT, 'docs/issues.md'), 'utf8');
    const codes = Object.keys(SETTINGS_ISSUES);
    expect(codes.filter((code) => !page.includes(`<a id="${code}"></a>`))).toEqual([]);
  });
});
