import { type ConfigValue, isConfigList, isConfigMap } from './config-value.ts';
import { isSensitiveKey } from './key-path.ts';
import { hasReferences } from './variable-reference.ts';

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, 'a private key'],
  [/AGE-SECRET-KEY-1[0-9A-Z]{20,}/, 'an age key'],
  [/\bgh[pousr]_[A-Za-z0-9]{30,}/, 'a GitHub token'],
  [/\bgithub_pat_[A-Za-z0-9_]{30,}/, 'a GitHub token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/, 'a Discord bot token'],
  [/discord(?:app)?\.com\/api\/webhooks\/[0-9]+\/[A-Za-z0-9_-]+/, 'a Discord webhook'],
  [/hooks\.slack\.com\/services\/[A-Za-z0-9/]+/, 'a Slack webhook'],
];
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@]{1,256}:([^\s/@]{1,256})@/i;

/** What kind of secret a value holds in clear, in words without the value; undefined when it holds none. */
export function findSecret(id: string, value: ConfigValue): string | undefined {
  if (typeof value === 'string') return secretOfText(id, value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (isConfigList(value)) return firstOf(value.map((item) => [id, item] as const));
  return isConfigMap(value)
    ? firstOf([...value].map(([key, item]) => [`${id}.${key}`, item] as const))
    : undefined;
}

function firstOf(items: readonly (readonly [string, ConfigValue])[]): string | undefined {
  for (const [id, item] of items) {
    const found = findSecret(id, item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What kind of credential stands somewhere in a text, whatever the text is about; undefined where there is none. */
export function findCredential(text: string): string | undefined {
  for (const [pattern, kind] of CREDENTIALS) if (pattern.test(text)) return kind;
  return findUrlPassword(text) === undefined ? undefined : 'a URL with a password';
}

function secretOfText(id: string, text: string): string | undefined {
  const credential = findCredential(text);
  if (credential !== undefined) return credential;
  if (text === '' || hasReferences(text) || isPlaceholder(text) || !isSensitiveKey(id)) return undefined;
  return describesSecret(id, text) ? undefined : 'the value of a key named like a secret';
}

/** Where the password of the first URL with one stands in a text, where `findSecret` takes it for a secret in clear. */
export function findUrlPassword(text: string): { readonly start: number; readonly end: number } | undefined {
  const match = URL_PASSWORD.exec(text);
  const password = match?.[1];
  if (match === null || password === undefined || hasReferences(password) || isPlaceholder(password))
    return undefined;
  const end = match.index + match[0].length - 1;
  return { start: end - password.length, end };
}

/** `%placeholder%`, `${ENV}` and the like are filled in by the plugin. */
function isPlaceholder(text: string): boolean {
  return /^(?:%[^%]+%|\$\{[^}]+\}|<[^<>]*>|\*+)$/.test(text);
}

const ABOUT_SECRETS =
  /(?:^|[^a-z])(?:file|path|name|length|type|algorithm|format|message|messages|lang|title|usage|hint|mode|enabled|method|header|policy|permission|host|hostname|port|database|schema|user|username)$/i;

/** Sentences, switches, and settings about secrets are no secrets: `password-wrong: "&cWrong password!"`. */
function describesSecret(id: string, text: string): boolean {
  const segments = id.replace(/([a-z0-9])([A-Z])/g, '$1-$2').split('.');
  if (/\s/.test(text.trim()) || /^(?:true|false|none|null|yes|no|on|off)$/i.test(text)) return true;
  if (ABOUT_SECRETS.test(segments.at(-1) ?? '')) return true;
  return segments.slice(0, -1).some((segment) => /^(?:messages?|lang|language|locale)$/i.test(segment));
}
