/** One file as a plugin writes it by itself. */
export type DefaultFile =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** `file`: the place is one file, which stands for whichever was asked for. */
export interface DefaultFiles {
  readonly kind: 'jar' | 'folder' | 'file';
  /** By the path that was asked for. */
  readonly files: ReadonlyMap<string, DefaultFile>;
}

/**
 * Reads the default configuration of a plugin out of its jar, a copy of its folder, or one file. Bounded; what is wrong
 * with a file is told as its reason. Throws `MistakeError` where the place itself can't be used.
 */
export interface PluginDefaults {
  read(place: string, files: readonly string[]): Promise<DefaultFiles>;
}
