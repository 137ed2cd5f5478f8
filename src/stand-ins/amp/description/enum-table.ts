/** AMP's ApplicationState. */
export const STATE = {
  undefined: -1,
  stopped: 0,
  preStart: 5,
  configuring: 7,
  starting: 10,
  ready: 20,
  restarting: 30,
  stopping: 40,
  preparingForSleep: 45,
  sleeping: 50,
  waiting: 60,
  installing: 70,
  updating: 75,
  awaitingUserInput: 80,
  failed: 100,
  suspended: 200,
  maintenance: 250,
  indeterminate: 999,
} as const;

/** AMP's AuthenticationResult, as far as it is answered. */
export const LOGIN_RESULT = { failure: 0, noInstanceAccess: 5, success: 10 } as const;

/** AMP's TaskState, as far as it is answered. */
export const TASK_STATE = { running: 0, failed: 3 } as const;

/** Every number that an enumeration of an answer may be. */
export const ENUMS: ReadonlyMap<string, readonly number[]> = new Map([
  ['ApplicationState', Object.values(STATE)],
  ['AuthenticationResult', [0, 1, 2, 5, 6, 10, 20, 25, 30, 40, 45, 50, 100, 110, 500]],
  ['TaskState', [0, 1, 2, 3, 4, 5, 6, 7, 100, 254]],
  ['AMPReleaseStreams', [0, 5, 10, 15, 20, 100, 1000, 10_000]],
  ['ManagementModes', [0, 10]],
  ['ContainerMemoryPolicy', [0, 100, 200]],
  ['RemoteInstanceState', [0, 5, 10, 15, 16, 20, 30, 100]],
  ['PortProtocol', [0, 1, 2]],
  ['SupportedOS', [0, 1, 2, 4, 8, 16, 31]],
]);
