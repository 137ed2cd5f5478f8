import { createHash } from 'node:crypto';
import { dateTime, done } from '../answers/plain-answers.ts';
import { flagIn, textIn } from '../http/world.ts';
import type { BackupRecord } from '../server/backups.ts';
import type { InstanceMethod } from './method.ts';

/** Those of an instance with AMP's backup plugin. */
export const BACKUP_METHODS: Readonly<Record<string, InstanceMethod>> = {
  'LocalFileBackupPlugin/TakeBackup': ({ version }, call, { backups }) => {
    backups.begin({
      title: textIn(call, 'Title'),
      description: textIn(call, 'Description'),
      isSticky: flagIn(call, 'Sticky'),
      isAutomatic: flagIn(call, 'WasCreatedAutomatically'),
      whileRunning: version === '2.8' && flagIn(call, 'BackupWhileRunning'),
      by: call.session.login,
    });
    return done();
  },

  'LocalFileBackupPlugin/BackupWillStopServer': (_world, _call, { backups }) => backups.willStop(),

  'LocalFileBackupPlugin/GetBackups': (_world, _call, { backups, folder }) =>
    backups.list().map((record) => manifestOf(record, folder.spec.module)),
};

function manifestOf(record: BackupRecord, module: string): unknown {
  return {
    Id: record.id,
    Name: record.title,
    Description: record.description,
    Timestamp: dateTime(record.at),
    Sticky: record.isSticky,
    CreatedAutomatically: record.isAutomatic,
    TakenBy: record.by,
    ModuleName: module,
    SourceOS: 2,
    TotalSizeBytes: 4_294_967_296,
    HashSHA1: createHash('sha1').update(record.id).digest('hex'),
    META: '',
    StoredLocally: true,
    StoredRemotely: false,
    RemoteStoreId: '',
  };
}
