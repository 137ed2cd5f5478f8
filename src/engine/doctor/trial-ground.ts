import type { HostWriters } from '../apply/host-writers.ts';

/** A made-up instance with one file and a repository that wants another value in it, all in a folder of its own. */
export interface TrialGround {
  /** Over the made-up instance, with this host's real stores. */
  readonly host: HostWriters;
  /** The host's name in the made-up fleet. */
  readonly hostName: string;
  /** What the file is to hold after an apply. */
  readonly wanted: string;
  /** The file as it is. */
  read(): string;
  write(text: string): void;
  /** Takes away the folder and every object that was put into the stores. True when nothing is left. */
  clear(): Promise<boolean>;
}
