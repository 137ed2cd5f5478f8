/** Facts beside a message. Never a value of a configuration file. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** What a daemon says while it runs. Messages are static, so that equal events group; facts go into fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
