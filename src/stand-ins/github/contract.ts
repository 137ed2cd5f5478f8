import type { Document, Operation } from 'openapi-backend';
import { OpenAPIBackend } from 'openapi-backend';
import description from './api.github.com.json' with { type: 'json' };

/** One request as it came. */
export interface RawRequest {
  readonly method: string;
  /** Below the API's address, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there was none. */
  readonly body: unknown;
}

/** Where a request strays from GitHub's description. */
export type RequestFlaw = 'path' | 'query' | 'body';

/** GitHub's own description of its API, kept to. */
export interface Contract {
  readonly operations: readonly string[];
  /** Undefined where the description has no such method and path. */
  operationOf(request: RawRequest): string | undefined;
  paramsOf(request: RawRequest, operation: string): ReadonlyMap<string, string>;
  flawOf(
    request: RawRequest,
    operation: string,
  ): { readonly in: RequestFlaw; readonly text: string } | undefined;
  /** What is wrong with an answer; undefined when it fits. */
  flawOfAnswer(operation: string, status: number, body: unknown): string | undefined;
}

const FORMATS = ['uri', 'date-time', 'email', 'uri-template', 'timestamp', 'repo.nwo'];
let loaded: Promise<Contract> | undefined;

/** Compiled once for all servers of this process. */
export function loadContract(): Promise<Contract> {
  loaded ??= createContract();
  return loaded;
}

async function createContract(): Promise<Contract> {
  const api = new OpenAPIBackend({
    definition: description as unknown as Document,
    quick: true,
    ajvOpts: { strict: false, unicodeRegExp: false },
    customizeAjv: (ajv) => {
      for (const format of FORMATS) ajv.addFormat(format, true);
      return ajv;
    },
  });
  await api.init();
  // Asking the backend by name would make it read its whole description anew each time.
  const operations = new Map(
    api.getOperations().map((operation) => [operation.operationId ?? '', operation]),
  );
  const operationOf = (name: string): Operation<Document> => {
    const operation = operations.get(name);
    if (operation === undefined) throw new Error(`${name} is not in the description`);
    return operation;
  };
  return {
    operations: [...operations.keys()],
    operationOf: (request) => api.matchOperation(toBackend(request))?.operationId,
    paramsOf: (request, name) => {
      const { params } = api.router.parseRequest(toBackend(request), operationOf(name));
      return new Map(Object.entries(params).map(([param, value]) => [param, String(value)]));
    },
    flawOf: (request, name) => {
      const whole = { ...toBackend(request), body: structuredClone(request.body) };
      const [first] = api.validator.validateRequest(whole, operationOf(name)).errors ?? [];
      if (first === undefined) return undefined;
      return { in: placeOf(first.instancePath), text: textOf(first) };
    },
    flawOfAnswer: (name, status, body) => {
      const operation = operationOf(name);
      if (status < 400 && !Object.hasOwn(operation.responses ?? {}, status)) {
        return `${name} must not answer ${status}`;
      }
      // To the description, no body is null.
      const [first] = api.validator.validateResponse(body ?? null, operation, status).errors ?? [];
      return first === undefined ? undefined : `${name} ${status} ${textOf(first)}`;
    },
  };
}

interface Flaw {
  readonly instancePath: string;
  readonly message?: string | undefined;
}

function placeOf(instancePath: string): RequestFlaw {
  if (instancePath.startsWith('/path')) return 'path';
  return instancePath.startsWith('/query') ? 'query' : 'body';
}

function textOf({ instancePath, message }: Flaw): string {
  return `${instancePath} ${message ?? 'is wrong'}`.trim();
}

interface BackendRequest {
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
}

/** A copy, since types are coerced in place. */
function toBackend(request: RawRequest): BackendRequest {
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    headers: { ...request.headers },
  };
}
