import { diffFile, type ObservedFile } from '../core/diff/diff-file.ts';
import type { SecretKnowledge } from '../core/diff/hide-secret.ts';
import type { ReadResult } from '../core/formats/config-format.ts';
import { formatByName } from '../core/formats/index.ts';
import { createSiblingReader } from '../core/formats/sibling-reader.ts';
import { decodeText, encodeText, type TextEncoding } from '../core/formats/text-encoding.ts';
import type { AppliedRecord } from '../core/model/applied-record.ts';
import type { FileDrift } from '../core/model/drift.ts';
import { OperatingError } from '../core/model/errors.ts';
import type { InstalledJar } from '../core/model/installed-plugin.ts';
import type { FileMeta, StatIdentity } from '../core/model/live-file.ts';
import type { ManagedFile } from '../core/model/managed-file.ts';
import type { Secret } from '../core/model/secret.ts';
import type { RootPath } from '../ports/live-files.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { Fingerprints } from '../ports/state-store.ts';
import { sha256 } from './digest.ts';
import { isPluginInstalled } from './is-plugin-installed.ts';
import { listJars, type PluginHost } from './plugins/list-jars.ts';
import { ownSecrets } from './secrets/open-secrets.ts';

/** One managed file as it was found: the text behind the comparison and what is needed to write it back alike. */
export interface ObservedContent {
  readonly drift: FileDrift;
  /** Empty for a file that is not there or could not be read. */
  readonly text: string;
  readonly encoding: TextEncoding | undefined;
  readonly meta: FileMeta | undefined;
  readonly identity: StatIdentity | undefined;
}

export interface Observer {
  observe(root: RootPath, file: ManagedFile, applied: AppliedRecord | undefined): Promise<ObservedContent>;
}

/**
 * Reads and compares live files. One observer serves one pass: it remembers the shape of each file family, since the
 * same plugin's file on the next instance differs in a few values only, and each instance's jars.
 */
export function createObserver(host: PluginHost, knowledge: SecretKnowledge): Observer {
  const families = new Map<string, { read(text: string): ReadResult }>();
  const readerOf = (file: ManagedFile) => {
    const family = `${file.format}\n${file.plugin}\n${file.path}`;
    const known = families.get(family);
    if (known !== undefined) return known;
    const created =
      file.format === 'yaml' ? createSiblingReader(formatByName('yaml')) : formatByName(file.format);
    families.set(family, created);
    return created;
  };
  const listed = new Map<RootPath, Promise<readonly InstalledJar[]>>();
  const jarsOf = (root: RootPath) => {
    const jars = listed.get(root) ?? listJars(host, root);
    listed.set(root, jars);
    return jars;
  };
  return {
    async observe(root, file, applied) {
      const jars = () => jarsOf(root);
      const content = await readLive({ files: host.files, jars }, root, file, readerOf(file));
      const drift = diffFile(file, content.observed, applied, knowledge);
      return { ...content, drift };
    },
  };
}

/** Bytes of a text in a live file's own encoding; a new file is UTF-8 without byte order mark. */
export function encodeLike(text: string, encoding: TextEncoding | undefined): Uint8Array {
  return encoding === undefined ? new TextEncoder().encode(text) : encodeText(text, encoding);
}

interface LiveContent {
  readonly observed: ObservedFile;
  readonly text: string;
  readonly encoding: TextEncoding | undefined;
  readonly meta: FileMeta | undefined;
  readonly identity: StatIdentity | undefined;
}

type Disk = Parameters<typeof isPluginInstalled>[0];

async function readLive(
  disk: Disk,
  root: RootPath,
  file: ManagedFile,
  format: { read(text: string): ReadResult },
): Promise<LiveContent> {
  const live = disk.files.read(root, file.path);
  if (live.kind === 'absent') return nothingRead(await explainAbsence(disk, root, file));
  if (live.kind === 'unreadable') {
    return nothingRead({
      kind: 'unreadable',
      reason: live.reason,
      line: live.line ?? 0,
      column: live.column ?? 0,
    });
  }
  const decoded = decodeText(live.bytes, file.format);
  if (decoded.kind === 'undecodable') {
    return nothingRead({ kind: 'unreadable', reason: decoded.reason, line: 0, column: 0 });
  }
  const result = format.read(decoded.text);
  if (result.kind === 'unreadable') {
    const { message, line, column } = result.error;
    return nothingRead({ kind: 'unreadable', reason: message, line, column });
  }
  return {
    observed: { kind: 'read', document: result.document, preImage: sha256(live.bytes) },
    text: decoded.text,
    encoding: decoded.encoding,
    meta: live.meta,
    identity: live.identity,
  };
}

async function explainAbsence(disk: Disk, root: RootPath, file: ManagedFile): Promise<ObservedFile> {
  try {
    return { kind: (await isPluginInstalled(disk, root, file)) ? 'missing' : 'plugin-missing' };
  } catch (failure) {
    // A folder that can't be looked into tells nothing about the plugin, least of all that it is missing.
    if (!(failure instanceof OperatingError)) throw failure;
    return { kind: 'unreadable', reason: failure.message, line: 0, column: 0 };
  }
}

function nothingRead(observed: ObservedFile): LiveContent {
  return { observed, text: '', encoding: undefined, meta: undefined, identity: undefined };
}

/** What is needed of a host to tell its secrets in live files from other values; without any named those it holds. */
export function secretKnowledgeOf(
  host: { readonly fingerprints: Fingerprints; readonly secrets: SecretSource },
  secrets: readonly Secret<string>[] = ownSecrets(host.secrets),
): SecretKnowledge {
  return { fingerprintOf: (text) => host.fingerprints.of(text), secrets };
}
