import type { Platform } from './instance.ts';

/** Files in a jar that say which plugin it is; of two that a platform reads, the earlier one counts. */
export const DESCRIPTOR_NAMES = [
  'paper-plugin.yml',
  'bungee.yml',
  'plugin.yml',
  'velocity-plugin.json',
  'fabric.mod.json',
] as const;
export type DescriptorName = (typeof DESCRIPTOR_NAMES)[number];

/** What a jar says of the plugin in it. All texts are the jar's own and may hold anything. */
export interface PluginDescription {
  /** That read it so. */
  readonly platforms: readonly Platform[];
  /** Where a platform knows ids beside names, such as Velocity; else the name. */
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
  /** Plugins that it does not start without. */
  readonly depends: readonly string[];
}

/** What is known of a jar's inside. `no-plugin`: no platform would load it. */
export type JarContent =
  | { readonly kind: 'plugin'; readonly descriptions: readonly PluginDescription[] }
  | { readonly kind: 'no-plugin' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A jar in the `plugins` folder of an instance. */
export interface InstalledJar {
  /** The file's name. */
  readonly jar: string;
  readonly content: JarContent;
}

/**
 * One plugin of an instance. `installed`: placed by the deployment matrix, and a jar is there. `folder-only`: no jar
 * is named so, and its folder holds something. `missing`: neither is there. `unknown`: a jar that the matrix does not
 * place here.
 */
export interface PluginFinding {
  readonly kind: 'installed' | 'folder-only' | 'missing' | 'unknown';
  /** The matrix's name; what the jar says for one that is unknown, or the file's name where it says nothing. */
  readonly plugin: string;
  readonly jar: string | undefined;
  readonly version: string | undefined;
  readonly platforms: readonly Platform[];
  readonly depends: readonly string[];
  /** What is odd about it. */
  readonly detail: string | undefined;
}
