import { nodeName, type YamlNode } from '../core/source/read-yaml-source.ts';
import { checkStore } from './check-store.ts';
import type { ReportSettingsIssue } from './issue-codes.ts';
import { isLoopbackListen, parseListen } from './setting-values.ts';
import { parseSourceAddress } from './source-address.ts';

type Find = (...path: readonly string[]) => YamlNode | undefined;

/** What of several settings does not go together. Looks at what is written, so that other mistakes hide nothing. */
export function checkContradictions(root: YamlNode, report: ReportSettingsIssue): void {
  const find: Find = (...path) =>
    path.reduce<YamlNode | undefined>((node, name) => node?.children.get(name), root);
  const contradict = (node: YamlNode | undefined, message: string, help: string) => {
    if (node !== undefined) report('contradiction', node.place, message, help);
  };
  checkForge(find, contradict);
  checkAccess(find, contradict);
  checkAmp(find, contradict);
  checkStore(find('store'), contradict);
  checkHttp(find, contradict);
  const signatures = find('gates', 'signatures');
  const isListed = signatures?.children.has('allowedSigners') || signatures?.children.has('gnupgHome');
  if (signatures?.children.get('required')?.value === true && isListed !== true) {
    contradict(
      signatures.children.get('required'),
      'Signatures are required, but nothing says whose count.',
      'Add `allowedSigners` for ssh keys, `gnupgHome` for GPG keys, or both.',
    );
  }
}

type Contradict = (node: YamlNode | undefined, message: string, help: string) => void;

function checkForge(find: Find, contradict: Contradict): void {
  const forge = find('forge');
  if (find('forge', 'kind')?.value === 'github') {
    if (find('forge', 'token') !== undefined && find('forge', 'app') !== undefined) {
      const help = 'Keep one of the two.';
      contradict(find('forge', 'app'), 'Both `token` and `app` are given.', help);
    } else if (find('forge', 'token') === undefined && find('forge', 'app') === undefined) {
      const help = 'Add `token: { env: NAME }` or `app` below `forge`.';
      contradict(find('forge', 'kind'), 'GitHub needs a `token` or an `app`.', help);
    }
    return;
  }
  if (find('forge', 'kind') === undefined || find('forge', 'kind')?.value === 'none') {
    for (const name of ['repository', 'token', 'app', 'apiUrl', 'writeGap']) {
      const node = forge?.children.get(name);
      if (node === undefined) continue;
      const help = 'Add `kind: github` to `forge`, or remove it.';
      contradict(node, `${nodeName(node)} is used with a forge alone, and there is none.`, help);
    }
    const help = 'Add `forge` with `kind: github`, or remove `webhook`.';
    contradict(find('http', 'webhook'), 'Only a forge sends messages, and there is none.', help);
  }
}

/** What AMP's API is entered with, as the field and as an example. */
const ENTRANCE = [
  ['url', 'url: http://127.0.0.1:8080'],
  ['username', 'username: homeamp'],
  ['password', 'password: { env: NAME }'],
] as const;

function checkAmp(find: Find, contradict: Contradict): void {
  const kind = find('amp', 'kind');
  if (kind?.value === 'api') {
    for (const [name, example] of ENTRANCE) {
      if (find('amp', name) !== undefined) continue;
      contradict(kind, `AMP’s API needs a \`${name}\`.`, `Add \`${example}\` below \`amp\`.`);
    }
    return;
  }
  if (kind !== undefined && kind.value !== 'files') return;
  for (const name of ['url', 'username', 'password', 'session']) {
    const node = find('amp', name);
    if (node === undefined) continue;
    const help = 'Write `kind: api` below `amp`, or remove it.';
    contradict(node, `${nodeName(node)} is used with AMP’s API alone, and \`kind\` is \`files\`.`, help);
  }
}

function checkHttp(find: Find, contradict: Contradict): void {
  const listen = find('http', 'listen');
  const address = listen?.value;
  if (typeof address !== 'string' || find('http', 'token') !== undefined) return;
  if (parseListen(address) === undefined || isLoopbackListen(address)) return;
  contradict(
    listen,
    'Others than this host can reach this address, and nothing is asked of them.',
    'Add `token: { env: NAME }` below `http`, or listen on `127.0.0.1:9180`.',
  );
}

function checkAccess(find: Find, contradict: Contradict): void {
  const [username, password] = [find('source', 'username'), find('source', 'password')];
  const [sshKey, knownHosts] = [find('source', 'sshKey'), find('source', 'knownHosts')];
  if (sshKey !== undefined && knownHosts === undefined) {
    const help = 'Add `knownHosts`, the file with the remote’s key: `ssh-keyscan` prints it; compare it.';
    contradict(sshKey, '`sshKey` is given without `knownHosts`, so anybody could pose as the remote.', help);
  } else if (sshKey === undefined && knownHosts !== undefined) {
    contradict(knownHosts, '`knownHosts` is given without `sshKey`.', 'Add `sshKey`, or remove it.');
  }
  if (username !== undefined && password === undefined) {
    contradict(username, '`username` is given without `password`.', 'Add `password`, or remove it.');
  }
  const url = find('source', 'url')?.value;
  const kind = typeof url === 'string' ? parseSourceAddress(url)?.kind : undefined;
  if (kind === undefined) return;
  for (const node of [username, password]) {
    if (node === undefined || kind === 'web') continue;
    const help = 'Use an https address, or remove it.';
    contradict(node, `${nodeName(node)} is for https, and the address is none.`, help);
  }
  for (const node of [sshKey, knownHosts]) {
    if (node === undefined || kind === 'ssh') continue;
    contradict(
      node,
      `${nodeName(node)} is for ssh, and the address is none.`,
      'Use an ssh address, or remove it.',
    );
  }
}
