import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import { keyId } from '../../model/key-path.ts';
import { Secret } from '../../model/secret.ts';
import { findReservedCharacter, markLiterally, secretMark } from '../../model/variable-reference.ts';
import { splitAtSecrets } from '../describe/find-secrets.ts';
import { groupBy } from '../describe/group-by.ts';
import { joinWords, serviceOf } from '../describe/plain-words.ts';
import { type Item, itemName } from './item.ts';
import type { Ledger } from './ledger.ts';

const LONGEST = 64;

interface Lifted {
  /** The item with its value marked: secrets are references, and what only looks like one stands for itself. */
  readonly mark: (item: Item) => Item;
  /** By the name that marked items refer to. */
  readonly secrets: ReadonlyMap<string, Secret<string>>;
}

/** Finds the secrets in all values and names them. One text has one name, wherever it stands. */
export function liftSecrets(items: readonly Item[], ledger: Ledger): Lifted {
  const found: { readonly secret: string; readonly item: Item }[] = [];
  for (const item of items) {
    eachText(keyId(item.path), item.value, (id, text) => {
      for (const { kind, text: secret } of splitAtSecrets(id, text))
        if (kind === 'secret') found.push({ secret, item });
    });
  }
  const uses = new Map(
    [...groupBy(found, ({ secret }) => secret)].map(([secret, own]) => [secret, own.map(({ item }) => item)]),
  );
  const names = nameAll(uses);
  for (const [secret, own] of uses) tellSecret(names.get(secret) ?? '', own, ledger);
  return {
    mark: (item) => ({ ...item, value: markValue(keyId(item.path), item.value, names) }),
    secrets: new Map([...names].map(([text, name]) => [name, new Secret(text)])),
  };
}

/** Leaves out what no text of a repository can hold. */
export function dropUnusable(items: readonly Item[], ledger: Ledger): readonly Item[] {
  return items.filter((item) => isUsable(item, ledger));
}

function isUsable(item: Item, ledger: Ledger): boolean {
  let reason: string | undefined;
  eachText(keyId(item.path), item.value, (id, text) => {
    if (findReservedCharacter(text) !== -1 || findReservedCharacter(id) !== -1)
      reason = 'It holds a character by which homeamp marks variables.';
    else if (/\p{Surrogate}/u.test(text) || text.includes('\0'))
      reason = 'It holds a character that no text file can.';
  });
  if (reason === undefined) return true;
  ledger.leaveOut(item.of, 1, {
    kind: 'reserved-character',
    subject: itemName(item),
    text: reason,
    advice: 'Write it into the baseline without the character.',
    places: [item.place],
    count: 1,
  });
  return false;
}

function eachText(id: string, value: ConfigValue, visit: (id: string, text: string) => void): void {
  if (typeof value === 'string') visit(id, value);
  else if (typeof value !== 'object' || value === null) visit(id, '');
  else if (isConfigList(value)) for (const item of value) eachText(id, item, visit);
  else if (isConfigMap(value)) for (const [key, item] of value) eachText(`${id}.${key}`, item, visit);
}

function nameAll(uses: ReadonlyMap<string, readonly Item[]>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [secret, items] of [...uses].sort((a, b) => b[1].length - a[1].length)) {
    const wanted = wantedName(items);
    let name = wanted.slice(0, LONGEST);
    for (let count = 2; taken.has(name); count += 1) name = `${wanted.slice(0, LONGEST - 4)}_${count}`;
    taken.add(name);
    names.set(secret, name);
  }
  return names;
}

function wantedName(items: readonly Item[]): string {
  const [first] = items;
  if (first === undefined) return 'SECRET';
  const keys = [...new Set(items.map(({ plugin, path }) => `${plugin} ${keyId(path)}`))];
  const plugins = new Set(items.map(({ plugin }) => plugin));
  const service = plugins.size > 1 ? serviceOf(keys) : undefined;
  return service === undefined ? joinWords([first.plugin, ...first.path]) : `${service}_PASSWORD`;
}

function tellSecret(name: string, items: readonly Item[], ledger: Ledger): void {
  const keys = new Set(items.map(({ plugin, path }) => `${plugin} ${keyId(path)}`));
  ledger.tell({
    kind: 'secret-in-clear',
    subject: name,
    text: `It stands in ${[...keys].join(', ')}.`,
    advice: 'Change it where it is used: whoever has the old files knows it.',
    places: items.map(({ place }) => place),
    count: items.length,
  });
}

function markValue(id: string, value: ConfigValue, names: ReadonlyMap<string, string>): ConfigValue {
  if (typeof value === 'string') {
    return splitAtSecrets(id, value)
      .map(({ kind, text }) => (kind === 'secret' ? secretMark(names.get(text) ?? '') : markLiterally(text)))
      .join('');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isConfigList(value)) return value.map((item) => markValue(id, item, names));
  if (!isConfigMap(value)) return value;
  return new Map([...value].map(([key, item]) => [key, markValue(`${id}.${key}`, item, names)]));
}
