import { matchesGlob } from '../../model/glob.ts';

/** What the admin said of whole files, with globs `Plugin:file`; a glob that names a key says nothing of the file. */
export interface FileChoices {
  readonly isOwned: (plugin: string, path: string) => boolean;
  readonly isLeft: (plugin: string, path: string) => boolean;
  /** True where something below the folder may be owned, so that it must be looked into. */
  readonly isOwnedBelow: (plugin: string, folder: string) => boolean;
}

interface FileGlob {
  readonly plugin: string;
  readonly file: string;
}

export function readFileChoices(own: readonly string[], leave: readonly string[]): FileChoices {
  const owned = own.flatMap(fileGlobOf);
  const left = leave.flatMap(fileGlobOf);
  return {
    isOwned: (plugin, path) => owned.some((glob) => fits(glob, plugin, path)),
    isLeft: (plugin, path) => left.some((glob) => fits(glob, plugin, path)),
    isOwnedBelow: (plugin, folder) =>
      owned.some((glob) => matchesGlob(plugin, glob.plugin) && mayFitBelow(glob.file, `${folder}/`)),
  };
}

function fileGlobOf(text: string): readonly FileGlob[] {
  const [plugin = '', file = '*', ...key] = text.split(':');
  return key.length === 0 || key.join(':') === '*' ? [{ plugin, file }] : [];
}

function fits(glob: FileGlob, plugin: string, path: string): boolean {
  return matchesGlob(plugin, glob.plugin) && matchesGlob(path, glob.file);
}

function mayFitBelow(glob: string, folder: string): boolean {
  const literal = glob.split('*')[0] ?? '';
  return literal.startsWith(folder) || folder.startsWith(literal);
}
