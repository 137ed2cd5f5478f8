/** The page about every field of agent.yaml, from the descriptions in its schema. Throws for a field without one. */
export function settingsPage(schema) {
  const fields = Object.entries(schema.properties);
  const single = fields.filter(([, field]) => field.type !== 'object');
  const sections = fields.filter(([, field]) => field.type === 'object');
  return [
    '# agent.yaml',
    '',
    '<!-- Made by src/build/generate-docs.mjs from the schema of the settings. -->',
    '',
    'Every field of the file. [configuration.md](configuration.md) explains them, `deploy/agent.example.yaml` has them all, and [agent.schema.json](schemas/agent.schema.json) lets an editor complete and check them. A field that is not listed here is an error.',
    '',
    ...table(
      single.map(([name, field]) => ({
        name,
        field,
        without: isRequired(schema, name) ? 'required' : defaultOf(field),
      })),
    ),
    '',
    ...sections.flatMap(([name, section]) => [
      `## ${name}`,
      '',
      section.description + (isRequired(schema, name) ? ' Required.' : ''),
      '',
      ...table(fieldsOf(section, `${name}.`, isRequired(schema, name) ? undefined : name)),
      '',
    ]),
    '## Giving a secret',
    '',
    '| in place of the secret | meaning |',
    '|---|---|',
    '| `{ env: NAME }` | the value of this environment variable |',
    '| `{ file: /path }` | the text of this file, without one line end at its end; its owner alone may open it |',
    '',
  ].join('\n');
}

/** `owner` is the innermost section around the fields that may be left out, if there is one. */
function fieldsOf(section, prefix, owner) {
  return Object.entries(section.properties).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const isWanted = isRequired(section, key);
    if (field.type === 'object') return fieldsOf(field, `${name}.`, isWanted ? owner : name);
    const without = owner === undefined ? 'required' : `required in \`${owner}\``;
    return [{ name, field, without: isWanted ? without : defaultOf(field) }];
  });
}

function defaultOf(field) {
  return field.default === undefined ? '' : `\`${field.default}\``;
}

function isRequired(schema, name) {
  return schema.required?.includes(name) === true;
}

function table(fields) {
  return [
    '| field | value | without it | meaning |',
    '|---|---|---|---|',
    ...fields.map(({ name, field, without }) => {
      if (field.description === undefined)
        throw new Error(`describe ${name} in src/settings/settings-schema.ts`);
      return `| \`${name}\` | ${kindOf(field)} | ${without} | ${field.description.replaceAll('|', '\\|')} |`;
    }),
  ];
}

function kindOf(field) {
  if (field.anyOf !== undefined) return '[secret](#giving-a-secret)';
  if (field.enum !== undefined) return field.enum.map((word) => `\`${word}\``).join(', ');
  return new Map([
    ['string', 'text'],
    ['integer', 'whole number'],
    ['boolean', '`true` or `false`'],
  ]).get(field.type);
}
