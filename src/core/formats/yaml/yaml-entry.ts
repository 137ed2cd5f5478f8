import type { ConfigEntry } from '../config-format.ts';

export interface YamlEntry extends ConfigEntry {
  /**
   * How a scalar is written that stands behind its key in a block section and stands for this key alone; undefined
   * for every other value.
   */
  readonly oneLine: 'plain' | 'single' | 'double' | undefined;
}
