export interface CephPlan {
  readonly dir: string;
  readonly clusterId: string;
  readonly port: number;
  readonly monitorPort: number;
}

/** `ceph.conf` for a cluster of one monitor and one disk in memory, open to everybody on loopback. */
export function cephSettings({ dir, clusterId, port, monitorPort }: CephPlan): string {
  const none = (name: string) => [`auth_${name}_required`, 'none'] as const;
  // Without `crc` the gateway waits for ever for a secure connection that there is no key for.
  const plain = (name: string) => [`ms_${name}_mode`, 'crc'] as const;
  const common = Object.fromEntries([
    ['fsid', clusterId],
    ['mon_host', `[v2:127.0.0.1:${monitorPort}]`],
    ['public_addr', '127.0.0.1'],
    ...['cluster', 'service', 'client'].map(none),
    ...['cluster', 'service', 'client', 'mon_client'].map(plain),
    ...Object.entries(oneCopy),
    ...Object.entries(quick),
    ['mon_data', `${dir}/mon`],
    ['osd_data', `${dir}/osd`],
    ['run_dir', `${dir}/run`],
    ['admin_socket', `${dir}/run/$name.asok`],
    ['log_file', `${dir}/$name.log`],
  ]);
  const client = {
    rgw_data: `${dir}/rgw`,
    rgw_frontends: `beast endpoint=127.0.0.1:${port} tcp_nodelay=1`,
    rgw_enable_usage_log: 'false',
    rgw_dns_name: 'localhost',
    // A quota that is cached for minutes can't be tested.
    rgw_bucket_quota_ttl: '0',
  };
  return [...section('global', common), ...section('client', client), ''].join('\n');
}

const oneCopy = {
  osd_pool_default_size: '1',
  osd_pool_default_min_size: '1',
  osd_pool_default_pg_num: '1',
  osd_pool_default_pgp_num: '1',
  osd_pool_default_pg_autoscale_mode: 'off',
  osd_crush_chooseleaf_type: '0',
  mon_allow_pool_size_one: 'true',
  mon_warn_on_pool_no_redundancy: 'false',
  osd_objectstore: 'memstore',
  memstore_device_bytes: String(4 * 1024 ** 3),
  // What the file system below the temporary folder allows.
  osd_max_object_name_len: '256',
  osd_max_object_namespace_len: '64',
};

const quick = {
  // Each pool is a proposal, and the gateway makes several: at the default of a second they add up.
  paxos_propose_interval: '0.05',
  paxos_min_wait: '0.01',
  mon_tick_interval: '1',
  mon_data_avail_warn: '2',
  mon_data_avail_crit: '1',
};

function section(name: string, settings: Readonly<Record<string, string>>): readonly string[] {
  return [`[${name}]`, ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`)];
}
