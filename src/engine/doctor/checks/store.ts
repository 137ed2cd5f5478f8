import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import type { OperatingError } from '../../../core/model/errors.ts';
import type { ObjectKey, ObjectStore } from '../../../ports/object-store.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import { attempt, type Fact } from '../doctor-facts.ts';
import type { DoctorParts, StoreParts } from '../doctor-parts.ts';

const reachable: Check = async (parts) => {
  const given = storesOf(parts);
  if (typeof given === 'string') return skip('store-reachable', given);
  const asked = await Promise.all(
    given.stores.map(async ({ name, store, prefix }): Promise<readonly Finding[]> => {
      const found = failureOf(await attempt('', () => store.list(`${prefix}doctor/`)));
      const codes = { passing: 'store-away', lasting: 'store-refused' } as const;
      return found === undefined ? [] : [{ ...failure(found, codes), subject: name }];
    }),
  );
  return allOr(asked.flat(), ok('store-reachable', 'The stores of backups and reports answer.'));
};

/** Below this host's own prefix, by a name that nothing else has, and gone afterwards. */
const writable: Check = async (parts) => {
  const given = storesOf(parts);
  if (typeof given === 'string') return skip('store-writable', given);
  if (!(await isReachable(given.stores))) return skip('store-writable', 'the store is away or refuses');
  for (const { name, store, prefix } of given.stores) {
    const tried = await attempt('', () => tryStore(store, `${prefix}doctor/${parts.clock.now()}`));
    const found = failureOf(tried);
    if (found !== undefined) {
      return [problem('store-read-only', found.message, { subject: name, next: found.next })];
    }
    if (tried.kind === 'known' && !tried.value) {
      return [problem('store-unfaithful', `The store of ${name} gave back other bytes.`, { subject: name })];
    }
  }
  return [ok('store-writable', 'Objects can be written, read back and deleted in both stores.')];
};

async function tryStore(store: ObjectStore, key: ObjectKey): Promise<boolean> {
  const bytes = Buffer.from(`homeamp doctor ${key}\n`);
  await store.put(key, bytes);
  try {
    const read = await store.get(key);
    return read !== undefined && bytes.equals(read);
  } finally {
    await store.delete(key);
  }
}

const encryptionKey: Check = async (parts) => {
  const given = storesOf(parts);
  if (typeof given === 'string') return skip('store-key', given);
  if (!(await isReachable(given.stores))) return skip('store-key', 'the store is away or refuses');
  const { backups } = given;
  // The newest manifest: what older keys wrote may be gone on purpose.
  const listed = await attempt('', () => backups.list('runs/'));
  const key = listed.kind === 'known' ? listed.value.at(-1) : undefined;
  if (key === undefined) return [ok('store-key', 'Nothing is stored yet that a key would have to open.')];
  const read = await attempt('', () => backups.get(key));
  const found = failureOf(read);
  if (found !== undefined) return [problem('store-key-differs', found.message, { next: found.next })];
  return [ok('store-key', 'The newest backup can be read.')];
};

const spool: Check = async ({ store }) => {
  if (store.kind === 'not-given') return skip('store-spool', store.why);
  const pending = store.value.spool?.pending() ?? 0;
  if (pending === 0) return [ok('store-spool', 'Nothing waits for the store.')];
  const objects = pending === 1 ? '1 object waits' : `${pending} objects wait`;
  return [problem('spool-waits', `${objects} on this host for the store.`)];
};

export const STORE_CHECKS: Checks = {
  'store-reachable': reachable,
  'store-writable': writable,
  'store-key': encryptionKey,
  'store-spool': spool,
};

interface NamedStore {
  readonly name: string;
  readonly store: ObjectStore;
  /** Where this host may write. */
  readonly prefix: string;
}

function storesOf({
  store,
  host,
}: DoctorParts): (StoreParts & { readonly stores: readonly NamedStore[] }) | string {
  if (store.kind === 'not-given') return store.why;
  if (host.kind === 'not-given') return host.why;
  const { backups, reports } = store.value;
  return {
    ...store.value,
    stores: [
      { name: 'backups', store: backups, prefix: '' },
      { name: 'reports', store: reports, prefix: `${host.value}/` },
    ],
  };
}

async function isReachable(stores: readonly NamedStore[]): Promise<boolean> {
  const listed = await Promise.all(
    stores.map(({ store, prefix }) => attempt('', () => store.list(`${prefix}doctor/`))),
  );
  return listed.every(({ kind }) => kind === 'known');
}

function failureOf(fact: Fact<unknown>): OperatingError | undefined {
  return fact.kind === 'unknown' ? fact.failure : undefined;
}
