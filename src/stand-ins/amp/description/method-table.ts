import type { AmpVersion } from '../options.ts';

/** One method of AMP's API, as far as it is needed here. */
export interface MethodRow {
  /** Type by name; a `?` after the type: may be left out. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly returns: string;
  /** Whether the controller, the instances behind it, or both answer it. */
  readonly on: 'controller' | 'instance' | 'both';
  /** What an account needs; undefined: a session is enough. */
  readonly permission?: string;
}

type Rows = Readonly<Record<string, MethodRow>>;

const APP = 'Core.AppManagement';
const BACKUP = 'LocalFileBackup.Backup';

const ROWS: Rows = {
  'Core/Login': {
    parameters: { username: 'String', password: 'String', token: 'String', rememberMe: 'Boolean' },
    returns: 'LoginResponse',
    on: 'both',
  },
  'Core/GetAPISpec': {
    parameters: {},
    returns: 'Dictionary<String, Dictionary<String, MethodInfoSummary>>',
    on: 'both',
  },
  'Core/CurrentSessionHasPermission': {
    parameters: { PermissionNode: 'String' },
    returns: 'Boolean',
    on: 'both',
  },
  'Core/GetStatus': { parameters: {}, returns: 'StatusResponse', on: 'instance' },
  'Core/GetUserList': { parameters: {}, returns: 'Dictionary<String, String>', on: 'instance' },
  'Core/GetUpdates': {
    parameters: {},
    returns: 'UpdateResponse',
    on: 'instance',
    permission: `${APP}.ReadConsole`,
  },
  'Core/SendConsoleMessage': {
    parameters: { message: 'String' },
    returns: 'Void',
    on: 'instance',
    permission: `${APP}.SendConsoleInput`,
  },
  'Core/Start': {
    parameters: {},
    returns: 'ActionResult',
    on: 'instance',
    permission: `${APP}.StartApplication`,
  },
  'Core/Stop': { parameters: {}, returns: 'Void', on: 'instance', permission: `${APP}.StopApplication` },
  'Core/Restart': {
    parameters: {},
    returns: 'ActionResult',
    on: 'instance',
    permission: `${APP}.RestartApplication`,
  },
  'Core/Kill': { parameters: {}, returns: 'Void', on: 'instance', permission: `${APP}.KillApplication` },
  'Core/GetTasks': { parameters: {}, returns: 'List<RunningTask>', on: 'instance' },
  'Core/GetConfig': { parameters: { node: 'String' }, returns: 'SettingSpec', on: 'instance' },
  'Core/SetConfig': {
    parameters: { node: 'String', value: 'String' },
    returns: 'ActionResult',
    on: 'instance',
  },
  'ADSModule/GetInstances': {
    parameters: { ForceIncludeSelf: 'Boolean?' },
    returns: 'List<IADSInstance>',
    on: 'controller',
  },
  'ADSModule/GetLocalInstances': { parameters: {}, returns: 'List<InstanceSummary>', on: 'controller' },
  'ADSModule/GetInstance': {
    parameters: { InstanceId: 'Guid' },
    returns: 'InstanceSummary',
    on: 'controller',
  },
  'ADSModule/GetInstanceStatuses': { parameters: {}, returns: 'List<InstanceStatus>', on: 'controller' },
  'ADSModule/StartInstance': {
    parameters: { InstanceName: 'String' },
    returns: 'ActionResult',
    on: 'controller',
    permission: 'ADS.InstanceManagement.StartInstances',
  },
  'LocalFileBackupPlugin/TakeBackup': {
    parameters: {
      Title: 'String',
      Description: 'String',
      Sticky: 'Boolean',
      WasCreatedAutomatically: 'Boolean?',
    },
    returns: 'ActionResult',
    on: 'instance',
    permission: `${BACKUP}.CreateBackup`,
  },
  'LocalFileBackupPlugin/GetBackups': {
    parameters: {},
    returns: 'List<BackupManifest>',
    on: 'instance',
    permission: `${BACKUP}.ViewBackupsList`,
  },
};

const NEWER_ROWS: Rows = {
  'LocalFileBackupPlugin/TakeBackup': {
    parameters: {
      Title: 'String',
      Description: 'String',
      Sticky: 'Boolean',
      Local: 'Boolean',
      S3: 'Boolean',
      DirtyOnly: 'Boolean',
      BackupWhileRunning: 'Boolean',
    },
    returns: 'ActionResult',
    on: 'instance',
    permission: `${BACKUP}.CreateBackup`,
  },
  'LocalFileBackupPlugin/BackupWillStopServer': { parameters: {}, returns: 'Boolean', on: 'instance' },
};

/** By `Module/Method`. */
export type MethodTable = ReadonlyMap<string, MethodRow>;

export function methodTable(version: AmpVersion): MethodTable {
  return new Map(Object.entries(version === '2.6' ? ROWS : { ...ROWS, ...NEWER_ROWS }));
}

/** A parameter's type as AMP spells it, and whether it may be left out. */
export function parameterType(type: string): { readonly typeName: string; readonly isOptional: boolean } {
  return { typeName: type.replace(/\?$/, ''), isOptional: type.endsWith('?') };
}
