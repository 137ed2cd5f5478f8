import { STATE } from '../description/enum-table.ts';
import type { AmpVersion } from '../options.ts';
import type { TaskRecord } from '../server/backups.ts';
import type { Instance } from '../server/instance.ts';
import { dateTime, uptimeText } from './plain-answers.ts';

type Json = Readonly<Record<string, unknown>>;

export function statusOf(instance: Instance, version: AmpVersion): Json {
  const { progress, parts } = instance.app;
  const { startedAt } = progress;
  return {
    State: progress.state,
    Uptime: uptimeText(startedAt === undefined ? 0 : parts.agenda.now() - startedAt),
    Metrics: metricsOf(instance),
    ...(version === '2.6' ? {} : { Ports: portsOf(instance), RunningTasks: tasksOf(instance) }),
  };
}

export function tasksOf({ backups }: Instance): readonly Json[] {
  return backups.tasks().map(taskOf);
}

export function portsOf({ app }: Instance): readonly Json[] {
  return [
    {
      Name: 'Application',
      Port: app.process.port.number(),
      Protocol: 0,
      Listening: app.progress.state === STATE.ready,
      Required: true,
      IsDelayedOpen: false,
    },
  ];
}

/** Names in AMP's spelling; a server that is down has them too. */
export function metricsOf({ app }: Instance): Json {
  const { parts, process, progress } = app;
  const isUp = progress.startedAt !== undefined;
  return {
    'CPU Usage': metric(isUp ? 12 : 0, 100, '%'),
    'Memory Usage': metric(isUp ? 2048 : 0, 8192, 'MB'),
    'Active Users': metric(parts.players.list().length, process.port.maxPlayers(), ''),
    ...(parts.kind === 'paper' ? { TPS: metric(isUp ? 20 : 0, 20, '') } : {}),
  };
}

function metric(raw: number, max: number, units: string): Json {
  return {
    RawValue: raw,
    MaxValue: max,
    Percent: max === 0 ? 0 : Math.round((raw / max) * 100),
    Units: units,
    ShortName: '',
    Color: '#FFFFFF',
    Color2: '#FFFFFF',
    Color3: '#FFFFFF',
  };
}

function taskOf({ id, name, state, percent, startedAt }: TaskRecord): Json {
  return {
    Id: id,
    Name: name,
    Description: '',
    Origin: 'LocalFileBackupPlugin',
    State: state,
    StateMessage: '',
    ProgressPercent: percent,
    Speed: '',
    StartTime: dateTime(startedAt),
    LastUpdatePushed: dateTime(startedAt),
    IsIndeterminate: false,
    IsCancellable: false,
    IsPrimaryTask: true,
    HideFromUI: false,
    FastDismiss: false,
    DontPropagate: false,
  };
}
