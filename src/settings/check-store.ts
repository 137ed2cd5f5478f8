import { nodeName, type YamlNode } from '../core/source/read-yaml-source.ts';

/** What an S3 server is entered with, as the field and as an example. */
const ENTRANCE = [
  ['endpoint', 'endpoint: https://s3.example.org'],
  ['accessKey', 'accessKey: { env: NAME }'],
  ['secretKey', 'secretKey: { env: NAME }'],
] as const;

const OF_S3 = [
  'endpoint',
  'region',
  'accessKey',
  'secretKey',
  'buckets',
  'encryptionKey',
  'whenAway',
] as const;

/** What in the section `store` does not go together, as it is written. */
export function checkStore(
  store: YamlNode | undefined,
  contradict: (node: YamlNode | undefined, message: string, help: string) => void,
): void {
  const kind = store?.children.get('kind');
  if (kind === undefined || kind.value === 'local') {
    for (const name of OF_S3) {
      const node = store?.children.get(name);
      if (node === undefined) continue;
      const message = `${nodeName(node)} is used with S3 alone, and \`kind\` is \`local\`.`;
      contradict(node, message, 'Write `kind: s3` below `store`, or remove it.');
    }
    return;
  }
  if (kind.value !== 's3') return;
  for (const [name, example] of ENTRANCE) {
    if (store?.children.has(name) === true) continue;
    contradict(kind, `S3 needs \`${name}\`.`, `Add \`${example}\` below \`store\`.`);
  }
  const help = 'Remove it: hosts share the bucket of reports.';
  contradict(store?.children.get('reports'), '`reports` is a folder, and `kind` is `s3`.', help);
  const [backups, reports] = ['backups', 'reports'].map((name) => bucketNode(store, name));
  if (backups?.value !== undefined && backups.value === reports?.value) {
    contradict(reports, 'Backups and reports are in one bucket.', 'Give each a bucket of its own.');
  }
}

function bucketNode(store: YamlNode | undefined, name: string): YamlNode | undefined {
  return store?.children.get('buckets')?.children.get(name);
}
