import { isSafeName } from '../model/instance.ts';
import {
  parseNetworkAddress,
  type Service,
  type ServiceLogin,
  type ServiceTarget,
} from '../model/service.ts';
import { childrenOf, decodeNode } from './decode-node.ts';
import { reportUnknownName } from './read-scopes.ts';
import type { YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { secretNameOf, serviceSchema, type WrittenService } from './service-schema.ts';

interface ServiceContext {
  /** Names of the fleet's hosts. */
  readonly hosts: readonly string[];
  readonly report: ReportIssue;
}

/** Reads `services` of `fleet.yaml`. What is wrong is reported and left out. */
export function parseServices(
  section: YamlNode | undefined,
  context: ServiceContext,
): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const [name, node] of childrenOf(section, context.report)) {
    const service = isSafeName(name) ? parseService(name, node, context) : reportUnsafe(name, node, context);
    if (service !== undefined) services.set(name, service);
  }
  return services;
}

function reportUnsafe(name: string, node: YamlNode, { report }: ServiceContext): undefined {
  const help = 'Use 1 to 64 letters, digits, `_` and `-`, beginning with a letter or digit.';
  report('unsafe-name', node.place, `The name ${quoteName(name)} can’t be used.`, help);
  return undefined;
}

function parseService(name: string, node: YamlNode, context: ServiceContext): Service | undefined {
  const written = decodeNode(serviceSchema, node, { report: context.report });
  if (written === undefined) return undefined;
  const target = targetOf(written, node, context.report);
  const place = node.children.get('hosts') ?? node;
  const unknown = written.hosts.filter((host) => !context.hosts.includes(host));
  for (const host of unknown) {
    reportUnknownName(host, place, { code: 'unknown-host', names: context.hosts, report: context.report });
  }
  return target === undefined || unknown.length > 0 ? undefined : { name, hosts: written.hosts, target };
}

function targetOf(written: WrittenService, node: YamlNode, report: ReportIssue): ServiceTarget | undefined {
  const { kind } = written;
  const isWeb = kind === 'prometheus' || kind === 'http';
  checkFields(written, node, {
    needs: isWeb ? 'url' : 'address',
    refuses: isWeb ? 'address' : 'url',
    report,
  });
  const login = loginOf(written, node, report);
  if (isWeb) return written.url === undefined ? undefined : { kind, url: written.url, login };
  const address = written.address === undefined ? undefined : parseNetworkAddress(written.address);
  if (address === undefined) return undefined;
  const where = { address, isEncrypted: written.tls };
  return kind === 'tcp' ? { kind, ...where } : { kind, ...where, login };
}

interface FieldRule {
  readonly needs: 'url' | 'address';
  readonly refuses: 'url' | 'address';
  readonly report: ReportIssue;
}

function checkFields(written: WrittenService, node: YamlNode, { needs, refuses, report }: FieldRule): void {
  const what = `A service of kind \`${written.kind}\``;
  if (written[needs] === undefined) {
    report('missing-key', node.place, `${what} has no \`${needs}\`.`, `Add \`${needs}\`.`);
  }
  const stray = node.children.get(refuses);
  if (stray === undefined) return;
  report('unknown-key', stray.place, `${what} has no use for \`${refuses}\`.`, `Write \`${needs}\` instead.`);
}

function loginOf(written: WrittenService, node: YamlNode, report: ReportIssue): ServiceLogin | undefined {
  const { kind, user, password } = written;
  if (user === undefined && password === undefined) return undefined;
  if (kind === 'tcp') {
    report(
      'unknown-key',
      node.place,
      'A service of kind `tcp` has no login.',
      'Remove `user` and `password`.',
    );
  } else if (user === undefined && kind !== 'redis') {
    report('missing-key', node.place, 'A password is given without a `user`.', 'Add `user`.');
  }
  return { user, secret: password === undefined ? undefined : secretNameOf(password) };
}
