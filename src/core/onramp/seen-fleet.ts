import type { ConfigValue } from '../model/config-value.ts';
import type { FormatName } from '../model/format-name.ts';
import type { InstanceId, Platform } from '../model/instance.ts';
import type { KeyPath } from '../model/key-path.ts';

/** What an import found on the servers, with everything that is no configuration already left out. */
export interface SeenFleet {
  readonly hosts: readonly string[];
  readonly instances: readonly SeenInstance[];
}

export interface SeenInstance {
  readonly id: InstanceId;
  readonly host: string;
  readonly name: string;
  readonly platform: Platform;
  readonly managed: boolean;
  /** By the name in the matrix. Files of the server itself and folders without a jar are among them, without a jar. */
  readonly plugins: readonly SeenPlugin[];
  readonly files: readonly SeenFile[];
}

export interface SeenPlugin {
  readonly plugin: string;
  /** Name of the jar in `plugins/`. */
  readonly jar: string | undefined;
  readonly version: string | undefined;
}

/** A file's keys may be none: then it is there all the same. */
export interface SeenFile {
  /** Name of the baseline: the plugin, or for example `server-properties` for the server's own. */
  readonly plugin: string;
  /** `plugins/CMI`, or `.` for the server's own. */
  readonly folder: string;
  /** Below the folder. */
  readonly path: string;
  readonly format: FormatName;
  readonly keys: readonly SeenKey[];
}

export interface SeenKey {
  readonly id: string;
  readonly path: KeyPath;
  /** Plain: what looks like a reference in it is the live file's own text. */
  readonly value: ConfigValue;
  /** What the live file says right above the key, one line without the comment sign. */
  readonly comment?: string;
}
