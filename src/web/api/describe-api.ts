import * as z from 'zod';
import { DEFAULT_LIMIT, MOST_LIMIT } from './query.ts';
import { ROUTES, type Route } from './routes.ts';
import { apiSchemas } from './schemas.ts';

/** The API's description in OpenAPI 3.1, the same for every host and version of the data. */
export function describeApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'homeamp agent',
      version: '1',
      description:
        'What one agent knows of its host, to be read. Nothing here changes anything or waits for a pass.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, {}],
    paths: Object.fromEntries(ROUTES.map((route) => [route.path, { get: describeRoute(route) }])),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Where `http.token` is set.' },
      },
      schemas: Object.fromEntries(
        Object.entries(apiSchemas).map(([name, schema]) => [name, schemaOf(name, schema)]),
      ),
    },
  };
}

/** A schema that refers to its own parts does so from where it stands in the description. */
function schemaOf(name: string, schema: z.ZodType): unknown {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema);
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', `"#/components/schemas/${name}/$defs/`));
}

function describeRoute(route: Route) {
  return {
    operationId: route.id,
    summary: route.summary,
    parameters: parametersOf(route),
    responses: {
      200: answer('What was asked for.', route.schema),
      400: answer('A parameter is wrong.', 'Failure'),
      401: { description: 'A token is needed.' },
      404: answer('There is no such thing.', 'Failure'),
      503: answer('The store is away, or too much is asked at once.', 'Failure'),
    },
  };
}

function answer(description: string, schema: keyof typeof apiSchemas) {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}

function parametersOf({ path, isPaged, filters }: Route) {
  const [, name] = /\{(\w+)\}$/.exec(path) ?? [];
  const inPath = name === undefined ? [] : [{ name, in: 'path', required: true, schema: { type: 'string' } }];
  const inQuery = [...filters].map(([filter, { source }]) => ({
    name: filter,
    in: 'query',
    schema: { type: 'string', pattern: source },
  }));
  return [...inPath, ...inQuery, ...(isPaged ? PAGING : [])];
}

const PAGING = [
  {
    name: 'limit',
    in: 'query',
    description: 'How many at most.',
    schema: { type: 'integer', minimum: 1, maximum: MOST_LIMIT, default: DEFAULT_LIMIT },
  },
  {
    name: 'after',
    in: 'query',
    description: 'The `next` of the page before.',
    schema: { type: 'string', maxLength: 200 },
  },
];
