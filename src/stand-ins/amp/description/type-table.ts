import type { AmpVersion } from '../options.ts';

type Fields = Readonly<Record<string, string>>;

const LOGIN: Fields = {
  success: 'Boolean',
  result: 'AuthenticationResult',
  resultReason: 'String',
  sessionID: 'String',
  rememberMeToken: 'String',
  permissions: 'List<String>',
  userInfo: 'UserInfoSummary',
};

const USER: Fields = {
  ID: 'Guid',
  Username: 'String',
  EmailAddress: 'String',
  Disabled: 'Boolean',
  IsLDAPUser: 'Boolean',
  IsTwoFactorEnabled: 'Boolean',
  LastLogin: 'String',
  AvatarBase64: 'String',
  GravatarHash: 'String',
};

const TARGET: Fields = {
  Id: 'Int32',
  InstanceId: 'Guid',
  FriendlyName: 'String',
  Description: 'String',
  Disabled: 'Boolean',
  IsRemote: 'Boolean',
  Platform: 'IPlatformInfo',
  Fitness: 'ProvisionFitness?',
  Datastores: 'List<DatastoreSummary>',
  CreatesInContainers: 'Boolean',
  CanCreate: 'Boolean',
  State: 'RemoteInstanceState',
  StateReason: 'String',
  LastUpdated: 'String',
  AvailableInstances: 'List<InstanceSummary>',
  AvailableIPs: 'List<String>',
  URL: 'String',
  Tags: 'List<String>',
  TagsList: 'String',
};

const INSTANCE: Fields = {
  InstanceID: 'Guid',
  TargetID: 'Guid',
  InstanceName: 'String',
  FriendlyName: 'String',
  Description: 'String',
  WelcomeMessage: 'String',
  Module: 'String',
  ModuleDisplayName: 'String',
  AMPVersion: 'String',
  ReleaseStream: 'AMPReleaseStreams',
  ManagementMode: 'ManagementModes',
  IP: 'String',
  Port: 'Int32',
  IsHTTPS: 'Boolean',
  Daemon: 'Boolean',
  DaemonAutostart: 'Boolean',
  Running: 'Boolean',
  Suspended: 'Boolean',
  AppState: 'ApplicationState',
  Metrics: 'Dictionary<String, MetricInfo>',
  ApplicationEndpoints: 'List<EndpointInfo>',
  DeploymentArgs: 'Dictionary<String, String>',
  Tags: 'List<String>',
  DiskUsageMB: 'Int32',
  DisplayImageSource: 'String',
  ExcludeFromFirewall: 'Boolean',
  IsContainerInstance: 'Boolean',
  UseHostModeNetwork: 'Boolean',
  SpecificDockerImage: 'String',
  ContainerCPUs: 'Float',
  ContainerMemoryMB: 'Int32',
  ContainerSwapMB: 'Int32',
  ContainerMemoryPolicy: 'ContainerMemoryPolicy',
};

const TASK: Fields = {
  Id: 'Guid',
  Name: 'String',
  Description: 'String',
  Origin: 'String',
  State: 'TaskState',
  StateMessage: 'String',
  ProgressPercent: 'Int32',
  Speed: 'String',
  StartTime: 'DateTime',
  EndTime: 'DateTime?',
  LastUpdatePushed: 'DateTime',
  ParentTaskId: 'Guid?',
  RemoteInstanceId: 'Guid?',
  IsIndeterminate: 'Boolean',
  IsCancellable: 'Boolean',
  IsPrimaryTask: 'Boolean',
  HideFromUI: 'Boolean',
  FastDismiss: 'Boolean',
  DontPropagate: 'Boolean',
};

const SETTING: Fields = {
  Node: 'String',
  Name: 'String',
  Description: 'String',
  Category: 'String',
  Subcategory: 'String',
  CurrentValue: 'Object',
  ValType: 'String',
  InputType: 'String',
  ReadOnly: 'Boolean',
  ReadOnlyProvision: 'Boolean',
  IsProvisionSpec: 'Boolean',
  AlwaysAllowRead: 'Boolean',
  Required: 'Boolean',
  RequiresRestart: 'Boolean',
  Actions: 'List<InlineActionAttribute>',
  Attributes: 'Object',
  EnumValues: 'Dictionary<String, String>?',
  EnumValuesAreDeferred: 'Boolean',
  SelectionSource: 'StringSelectionSourceAttribute?',
  MinValue: 'Float?',
  MaxValue: 'Float?',
  MaxLength: 'Int32',
  Order: 'Int32',
  Keywords: 'String',
  Meta: 'String',
  Placeholder: 'String',
  Suffix: 'String',
  Tag: 'String',
};

const BACKUP: Fields = {
  Id: 'Guid',
  Name: 'String',
  Description: 'String',
  Timestamp: 'DateTime',
  Sticky: 'Boolean',
  CreatedAutomatically: 'Boolean',
  TakenBy: 'String',
  ModuleName: 'String',
  SourceOS: 'SupportedOS',
  TotalSizeBytes: 'Int64',
  HashSHA1: 'String',
  META: 'String',
  StoredLocally: 'Boolean',
  StoredRemotely: 'Boolean',
  RemoteStoreId: 'String',
  ParentManifest: 'Guid?',
};

const STATUS: Fields = {
  State: 'ApplicationState',
  Uptime: 'String',
  Metrics: 'Dictionary<String, MetricInfo>',
};

const TYPES: Readonly<Record<string, Fields>> = {
  LoginResponse: LOGIN,
  UserInfoSummary: USER,
  IADSInstance: TARGET,
  InstanceSummary: INSTANCE,
  InstanceStatus: { InstanceID: 'Guid', Running: 'Boolean' },
  ActionResult: {
    Status: 'Boolean',
    Reason: 'String',
    SupportTitle: 'String',
    SupportURL: 'String',
    Result: 'Generic?',
  },
  StatusResponse: STATUS,
  MetricInfo: {
    RawValue: 'Int32',
    MaxValue: 'Int32',
    Percent: 'Int32',
    Units: 'String',
    ShortName: 'String',
    Color: 'String',
    Color2: 'String',
    Color3: 'String',
  },
  UpdateResponse: {
    Status: 'StatusResponse',
    ConsoleEntries: 'List<ConsoleEntry>',
    Messages: 'List<PushedMessage>',
    Tasks: 'List<RunningTask>',
    Ports: 'List<ListeningPortSummary>',
  },
  ConsoleEntry: {
    Contents: 'String',
    Source: 'String',
    SourceId: 'String',
    Timestamp: 'String',
    Type: 'String',
  },
  ListeningPortSummary: {
    Name: 'String',
    Port: 'Int32',
    Protocol: 'PortProtocol',
    Listening: 'Boolean',
    Required: 'Boolean',
    IsDelayedOpen: 'Boolean',
  },
  RunningTask: TASK,
  SettingSpec: SETTING,
  BackupManifest: BACKUP,
  MethodInfoSummary: {
    Description: 'String',
    Parameters: 'List<MethodParameterSummary>',
    ReturnTypeName: 'String',
    IsComplexType: 'Boolean',
    Returns: 'String?',
  },
  MethodParameterSummary: {
    Name: 'String',
    TypeName: 'String',
    Description: 'String',
    Optional: 'Boolean',
    ParamEnumValues: 'Dictionary<String, Object>?',
  },
};

const NEWER_TYPES: Readonly<Record<string, Fields>> = {
  StatusResponse: { ...STATUS, Ports: 'List<ListeningPortSummary>', RunningTasks: 'List<RunningTask>' },
};

/** Fields of each type that answers are made of; a `?` after a field's type: may be left out. */
export type TypeTable = ReadonlyMap<string, Fields>;

export function typeTable(version: AmpVersion): TypeTable {
  return new Map(Object.entries(version === '2.6' ? TYPES : { ...TYPES, ...NEWER_TYPES }));
}
