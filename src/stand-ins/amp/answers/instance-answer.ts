import { STATE } from '../description/enum-table.ts';
import type { AmpVersion } from '../options.ts';
import type { Instance } from '../server/instance.ts';
import { guidOf, type InstanceFolder } from '../server/instance-folder.ts';
import { dateTime } from './plain-answers.ts';
import { metricsOf } from './status-answer.ts';

type Json = Readonly<Record<string, unknown>>;

const TARGET_ID = guidOf('target');

/** An instance in a list; one whose daemon is down has no state and no metrics. */
export function summaryOf(instance: Instance, version: AmpVersion): Json {
  const { app, daemon, folder } = instance;
  return {
    ...describe(folder, version),
    Running: daemon.isReportedUp(),
    AppState: daemon.isUp() ? app.progress.state : STATE.undefined,
    Metrics: daemon.isUp() ? metricsOf(instance) : null,
  };
}

/** The controller in a list of its own instances. */
export function controllerSummary(folder: InstanceFolder, version: AmpVersion): Json {
  return { ...describe(folder, version), Running: true, AppState: STATE.ready, Metrics: {} };
}

/** The host as the controller knows it, with its instances. */
export function targetOf(instances: readonly Json[], now: number): Json {
  return {
    Id: 1,
    InstanceId: TARGET_ID,
    FriendlyName: 'Local',
    Description: '',
    Disabled: false,
    IsRemote: false,
    Platform: null,
    Datastores: [],
    CreatesInContainers: false,
    CanCreate: true,
    State: 20,
    StateReason: '',
    LastUpdated: dateTime(now),
    AvailableInstances: instances,
    AvailableIPs: ['127.0.0.1'],
    URL: '',
    Tags: [],
    TagsList: '',
  };
}

function describe({ id, port, spec }: InstanceFolder, version: AmpVersion): Json {
  return {
    InstanceID: id,
    TargetID: TARGET_ID,
    InstanceName: spec.name,
    FriendlyName: spec.name,
    Description: '',
    WelcomeMessage: '',
    Module: spec.module,
    ModuleDisplayName: spec.module === 'Minecraft' ? 'Minecraft Java Edition' : spec.module,
    AMPVersion: `${version}.0.4`,
    ReleaseStream: 10,
    ManagementMode: 10,
    IP: '127.0.0.1',
    Port: port,
    IsHTTPS: false,
    Daemon: true,
    DaemonAutostart: true,
    Suspended: false,
    ApplicationEndpoints: [],
    DeploymentArgs: {},
    Tags: [],
    DiskUsageMB: 1024,
    DisplayImageSource: '',
    ExcludeFromFirewall: false,
    IsContainerInstance: false,
    UseHostModeNetwork: false,
    SpecificDockerImage: '',
    ContainerCPUs: 0,
    ContainerMemoryMB: 0,
    ContainerSwapMB: 0,
    ContainerMemoryPolicy: 0,
  };
}
