import { createHash } from 'node:crypto';
import { describeAgeFile } from '../../core/model/age-file.ts';
import { Secret } from '../../core/model/secret.ts';
import type { OpenedSecret, SecretOpener } from '../../ports/secret-opener.ts';
import { unwrapValue } from './secret-text.ts';

/** More than a fleet has secrets, those of open pull requests included. */
const MOST_REMEMBERED = 1000;

/** Opens with the first identity that a secret is encrypted for. The library is loaded when the first one is opened. */
export function createOpener(identities: readonly Secret<string>[]): SecretOpener {
  const opened = new Map<string, Promise<OpenedSecret>>();
  let hidden: readonly Secret<string>[] = [];
  return {
    stamp: (fingerprintOf) =>
      identities.length === 0
        ? undefined
        : fingerprintOf(`identity\n${identities.map((identity) => identity.reveal()).join('\n')}`),
    open(name, bytes) {
      const key = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex');
      const known = opened.get(key) ?? openOne(identities, name, bytes);
      // Put last again, so that what is in use stays.
      opened.delete(key);
      opened.set(key, known);
      const [oldest] = opened.keys();
      if (opened.size > MOST_REMEMBERED && oldest !== undefined) opened.delete(oldest);
      return known;
    },
    hide(secrets) {
      const known = new Set(hidden.map((secret) => secret.reveal()));
      hidden = [...hidden, ...secrets.filter((secret) => !known.has(secret.reveal()))].slice(
        -MOST_REMEMBERED,
      );
    },
    hidden: () => hidden,
  };
}

async function openOne(
  identities: readonly Secret<string>[],
  name: string,
  bytes: Uint8Array,
): Promise<OpenedSecret> {
  const facts = describeAgeFile(bytes);
  if (facts.kind === 'unusable') return closed(`can't be opened: ${facts.reason}`);
  if (identities.length === 0) return closed('is encrypted, and there is no identity here to open it with');
  const { Decrypter, armor } = await import('age-encryption');
  const decrypter = new Decrypter();
  let isForOthers = false;
  for (const identity of identities) decrypter.addIdentity(identity.reveal());
  // Asked last: it finds nothing itself, but that it is asked tells that no other did.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      isForOthers = true;
      return null;
    },
  });
  try {
    const plain = await decrypter.decrypt(armor.decode(new TextDecoder('latin1').decode(bytes)));
    const found = unwrapValue(name, plain);
    return found.kind === 'refused' ? closed(found.why) : { kind: 'opened', secret: new Secret(found.value) };
  } catch {
    return closed(isForOthers ? 'is not encrypted for the identity here' : 'is damaged');
  }
}

function closed(why: string): OpenedSecret {
  return { kind: 'closed', why };
}
