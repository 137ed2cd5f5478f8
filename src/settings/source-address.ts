/** What the address of a repository says of where it lies. */
export interface SourceAddress {
  readonly kind: 'folder' | 'web' | 'ssh' | 'file';
  /** Lower case; empty for a folder or file. */
  readonly host: string;
  /** Behind the host, without slashes around it and without `.git`. */
  readonly path: string;
}

const SCP_LIKE = /^(?:[A-Za-z0-9_][\w.-]{0,63}@)?([A-Za-z0-9][A-Za-z0-9.-]{1,253}):(?!\/\/)([^:].*)$/;
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\s]/u;
const LONGEST = 2048;

/** Reads a folder, an https, ssh or file address, or `user@host:path`; undefined for anything else. */
export function parseSourceAddress(text: string): SourceAddress | undefined {
  if (text.length > LONGEST) return undefined;
  if (text.startsWith('/')) return isPath(text) ? { kind: 'folder', host: '', path: text } : undefined;
  if (UNSAFE.test(text)) return undefined;
  if (text.includes('://')) return parseUrl(text);
  const [, host, path] = SCP_LIKE.exec(text) ?? [];
  if (host === undefined || path === undefined) return undefined;
  return { kind: 'ssh', host: host.toLowerCase(), path: plainPath(path) };
}

/** True for `https://…`, and for `http://…` on this machine. */
export function isSafeWebAddress(text: string): boolean {
  const url = toUrl(text);
  if (url === undefined || UNSAFE.test(text)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** True where a password or a query stands in an address, or in one of the web a user, who may be a token. */
export function hasCredentials(text: string): boolean {
  const url = text.includes('://') ? toUrl(text) : undefined;
  if (url === undefined) return /^[^/@]*:[^/@]*@/.test(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return url.password !== '' || url.search !== '' || url.hash !== '' || (isWeb && url.username !== '');
}

/** True for names and addresses that never leave this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.[0-9]{1,3}){3}$/.test(host);
}

/** The host that repositories lie on, from where its API is. */
export function repositoryHostOf(apiUrl: string): string {
  const { hostname } = new URL(apiUrl);
  return hostname.startsWith('api.') ? hostname.slice('api.'.length) : hostname;
}

function parseUrl(text: string): SourceAddress | undefined {
  const url = toUrl(text);
  if (url === undefined) return undefined;
  const place = { host: url.hostname.toLowerCase(), path: plainPath(url.pathname) };
  switch (url.protocol) {
    case 'ssh:':
      return place.host === '' ? undefined : { kind: 'ssh', ...place };
    case 'file:':
      return { kind: 'file', ...place };
    default:
      return isSafeWebAddress(text) ? { kind: 'web', ...place } : undefined;
  }
}

function toUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function plainPath(path: string): string {
  return path
    .replace(/^\/+/, '')
    .replace(/\/{1,16}$/, '')
    .replace(/\.git$/, '');
}

/** An absolute path without characters that no path should have. */
export function isPath(text: string): boolean {
  return text.startsWith('/') && text.length <= LONGEST && !/[\p{Cc}\p{Bidi_Control}]/u.test(text);
}
