import type { FormatName } from '../../model/format-name.ts';
import type { LeaveReason } from './leave-reason.ts';
import {
  COPY_NAME,
  DATA_NAMES,
  DOUBTFUL_NAMES,
  EXAMPLE_NAME,
  FOLDER_REASONS,
  FORMAT_BY_EXTENSION,
  LANGUAGE_IN_NAME,
  TRANSLATION_FOLDERS,
} from './name-rules.ts';

/** What a file below a plugin's folder is by its name alone. */
export type PathVerdict =
  | { readonly kind: 'settings'; readonly format: FormatName }
  /** Settings only if its content has nothing of data. */
  | { readonly kind: 'doubtful'; readonly format: FormatName; readonly reason: LeaveReason }
  /** One of several languages, of which the plugin uses one. */
  | { readonly kind: 'translation'; readonly format: FormatName; readonly group: string }
  | { readonly kind: 'left'; readonly format: FormatName; readonly reason: LeaveReason }
  /** In no language of configuration. */
  | { readonly kind: 'foreign' };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Judges a file by its path below the plugin's folder; the folders on the way are judged apart. */
export function classifyPath(path: string): PathVerdict {
  const { folder, name } = splitName(path);
  const dot = name.lastIndexOf('.');
  const format = dot <= 0 ? undefined : FORMAT_BY_EXTENSION.get(name.slice(dot + 1).toLowerCase());
  if (format === undefined) return { kind: 'foreign' };
  const stem = name.slice(0, dot);
  const reason = reasonOfName(stem);
  if (reason !== undefined) return { kind: 'left', format, reason };
  const group = translationGroup(folder, stem);
  if (group !== undefined) return { kind: 'translation', format, group };
  const doubt = DOUBTFUL_NAMES.get(stem.toLowerCase());
  return doubt === undefined ? { kind: 'settings', format } : { kind: 'doubtful', format, reason: doubt };
}

/** Why nothing of a folder of this name is configuration; undefined when it may be. */
export function classifyFolder(name: string): LeaveReason | undefined {
  return UUID.test(name) ? 'player-data' : FOLDER_REASONS.get(name.toLowerCase());
}

function reasonOfName(stem: string): LeaveReason | undefined {
  if (UUID.test(stem)) return 'player-data';
  if (EXAMPLE_NAME.test(stem)) return 'example';
  if (COPY_NAME.test(stem)) return 'backup';
  return DATA_NAMES.get(stem.toLowerCase());
}

function translationGroup(folder: string, stem: string): string | undefined {
  const inside = folder.split('/').some((segment) => TRANSLATION_FOLDERS.has(segment.toLowerCase()));
  if (inside) return `${folder}/`;
  return LANGUAGE_IN_NAME.test(stem) ? `${folder}/${stem.replace(/[._-].*$/, '')}` : undefined;
}

/** Folder, empty for none, and name of a path. */
export function splitName(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return slash < 0
    ? { folder: '', name: path }
    : { folder: path.slice(0, slash), name: path.slice(slash + 1) };
}
