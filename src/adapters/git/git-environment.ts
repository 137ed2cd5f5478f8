const KEPT_FOR_ALL = ['PATH', 'TMPDIR'] as const;
/** What reaching a server may need: the user's git configuration, keys, proxies and certificates. */
const KEPT_FOR_NETWORK = [
  'HOME',
  'USER',
  'LOGNAME',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
  'SSH_AUTH_SOCK',
  'GIT_SSH_COMMAND',
  'GIT_ASKPASS',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
  'all_proxy',
] as const;

const ALWAYS = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
} as const;

/** For reading objects that are on this disk: no configuration but the repository's own, and no way to the network. */
export function localEnvironment(): Readonly<Record<string, string>> {
  return {
    ...taken(KEPT_FOR_ALL),
    ...ALWAYS,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
  };
}

/** For fetching: git finds the credentials of the user that homeamp runs as, in the ways that he has set up for git. */
export function networkEnvironment(): Readonly<Record<string, string>> {
  return {
    ...taken([...KEPT_FOR_ALL, ...KEPT_FOR_NETWORK]),
    ...ALWAYS,
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
  };
}

function taken(names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
