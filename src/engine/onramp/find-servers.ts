import { OperatingError } from '../../core/model/errors.ts';
import { isSafeName, type Platform, parseInstancePath } from '../../core/model/instance.ts';
import type { LiveFileReader, RootPath } from '../../ports/live-files.ts';
import type { LocalInstance, LocalInstances } from '../../ports/local-instances.ts';

export interface FoundServer {
  readonly name: string;
  readonly platform: Platform;
  readonly managed: boolean;
  /** Of the paths that were asked for, those that lie in its folder. */
  readonly signs: ReadonlySet<string>;
  /** What is not certain about it, as a sentence. */
  readonly doubt: string | undefined;
}

export interface FoundServers {
  readonly servers: readonly FoundServer[];
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[];
}

/** AMP's instances on this machine, sorted by name. Throws `MistakeError` when their folder can't be read. */
export function findServers(
  host: { readonly locals: LocalInstances; readonly files: LiveFileReader },
  signs: readonly string[],
): FoundServers {
  const servers: FoundServer[] = [];
  const passedOver: { name: string; reason: string }[] = [];
  for (const local of host.locals.list()) {
    const name = local.folder;
    if (!isSafeName(name))
      passedOver.push({ name, reason: 'its name is not made of letters, digits, `-` and `_`' });
    else if (local.root.kind !== 'found') passedOver.push({ name, reason: reasonOf(local.root) });
    else servers.push(describe(host.files, local, { root: local.root.path, signs }));
  }
  return { servers, passedOver };
}

function reasonOf(root: Exclude<LocalInstance['root'], { readonly kind: 'found' }>): string {
  return root.kind === 'absent' ? 'AMP lists it, but its folder is not there' : root.reason;
}

function describe(
  files: LiveFileReader,
  { folder: name, module, platform }: LocalInstance,
  { root, signs }: { readonly root: RootPath; readonly signs: readonly string[] },
): FoundServer {
  const found = new Set(signs.filter((sign) => lies(files, root, sign)));
  if (platform !== undefined)
    return { name, platform, managed: platform !== 'ads', signs: found, doubt: undefined };
  if (module === 'minecraft' && lies(files, root, 'plugins')) {
    return {
      name,
      platform: 'paper',
      managed: true,
      signs: found,
      doubt: 'taken for paper, since it has plugins',
    };
  }
  const doubt =
    "it can't be told what runs there, so it is left alone until `platform` and `managed` say more";
  return { name, platform: 'other', managed: false, signs: found, doubt };
}

function lies(files: LiveFileReader, root: RootPath, sign: string): boolean {
  const path = parseInstancePath(sign);
  if (path === undefined) return false;
  try {
    return files.identify(root, path) !== undefined || files.list(root, path).length > 0;
  } catch (failure) {
    if (failure instanceof OperatingError) return false;
    throw failure;
  }
}
