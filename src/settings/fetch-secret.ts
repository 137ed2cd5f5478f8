import { createPrivateKey } from 'node:crypto';
import { readSecretFile } from '../adapters/secrets/index.ts';
import { OperatingError } from '../core/model/errors.ts';
import { Secret } from '../core/model/secret.ts';
import type { YamlNode } from '../core/source/read-yaml-source.ts';
import { quoteName } from '../core/source/report-issue.ts';
import type { ReportSettingsIssue } from './issue-codes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where secrets are fetched from, and who is told of those that are not there. */
export interface SecretContext {
  readonly environment: Environment;
  readonly report: ReportSettingsIssue;
}

/** Whether a secret must be one line, as in a header of HTTP, or a key in PEM. */
export type SecretShape = 'line' | 'rsa-key';

/** The secret that `{ env: NAME }` or `{ file: PATH }` stands for; undefined, and reported, when it can't be had. */
export function fetchSecret(
  node: YamlNode | undefined,
  shape: SecretShape,
  context: SecretContext,
): Secret<string> | undefined {
  const value = node === undefined ? undefined : readReference(node, context);
  if (node === undefined || value === undefined) return undefined;
  const wrong = shape === 'line' ? findFlaw(value) : findKeyFlaw(value);
  if (wrong === undefined) return new Secret(value);
  context.report('missing-secret', node.place, `The secret that is named here ${wrong}.`, FLAW_HELP[shape]);
  return undefined;
}

const FLAW_HELP: Readonly<Record<SecretShape, string>> = {
  line: 'Put the secret there as one line and nothing else.',
  'rsa-key': 'Put the whole file there that GitHub gave when it made the key.',
};

/** What is not a reference at all the schema reports. */
function readReference(node: YamlNode, { environment, report }: SecretContext): string | undefined {
  if (node.children.size !== 1) return undefined;
  const variable = node.children.get('env')?.value;
  const path = node.children.get('file')?.value;
  if (typeof path === 'string' && path.startsWith('/')) return readFile(path, node, report);
  if (typeof variable !== 'string') return undefined;
  const value = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  if (value !== undefined && value !== '') return value;
  const message = `The environment variable ${quoteName(variable)} is not set.`;
  report('missing-secret', node.place, message, 'Set it for the process, or name a file.');
  return undefined;
}

function readFile(path: string, node: YamlNode, report: ReportSettingsIssue): string | undefined {
  try {
    return readSecretFile(path, 'this setting').replace(/\r?\n$/, '');
  } catch (error) {
    if (!(error instanceof OperatingError)) throw error;
    report('missing-secret', node.place, `${upperFirst(error.message)}.`, error.next);
    return undefined;
  }
}

/** Messages of failures begin in lower case and end without a full stop. */
function upperFirst(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}`;
}

function findFlaw(value: string): string | undefined {
  if (value === '') return 'is empty';
  if (value.trim() !== value) return 'has blanks around it';
  return /\p{Cc}/u.test(value) ? 'has more than one line or a control character' : undefined;
}

function findKeyFlaw(value: string): string | undefined {
  try {
    return createPrivateKey(value).asymmetricKeyType === 'rsa' ? undefined : 'is no RSA key';
  } catch {
    return 'is no private key in PEM';
  }
}
