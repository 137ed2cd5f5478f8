import { type KeyPath, keyId } from '../model/key-path.ts';
import { spanOf } from './braces/brace-entries.ts';
import { type BraceDialect, BraceError } from './braces/brace-syntax.ts';
import { type BraceFormat, editBraces } from './braces/edit-braces.ts';
import { type KeyPlace, keyPlaces } from './braces/key-places.ts';
import type { ConfigEntry, ConfigFormat, ReadResult } from './config-format.ts';
import { keyDocument } from './edits/key-document.ts';
import { leavesOf } from './edits/leaves.ts';
import { LinePlaces } from './edits/line-places.ts';
import { shownText } from './edits/shown-text.ts';
import type { HoconNode } from './hocon/hocon-syntax.ts';
import { parseHocon } from './hocon/parse-hocon.ts';
import { resolveHocon } from './hocon/resolve-hocon.ts';
import { hoconKey, hoconText, isHoconValue } from './hocon/write-hocon.ts';

const DIALECT: BraceDialect = {
  parse: (text) => parseHocon(shownText(text)),
  equalKeys: 'merge',
  writeValue: hoconText,
  writeKey: hoconKey,
  separator: ' = ',
  needsComma: false,
};
const FORMAT: BraceFormat = { dialect: DIALECT, read: readHocon, holds: isHoconValue };

/**
 * HOCON as Typesafe Config reads it. References are followed within the file alone; one that leads elsewhere,
 * and `include`, make the file unreadable. A float with a whole value reads as a whole number.
 */
export const hoconFormat: ConfigFormat = {
  name: 'hocon',
  read: readHocon,
  edit: (text, edits) => editBraces(text, edits, FORMAT),
};

function readHocon(text: string): ReadResult {
  const shown = shownText(text);
  try {
    return { kind: 'read', document: keyDocument(entriesOf(shown, parseHocon(shown))) };
  } catch (error) {
    if (!(error instanceof BraceError)) throw error;
    return {
      kind: 'unreadable',
      error: { message: error.message, ...new LinePlaces(text).at(error.offset) },
    };
  }
}

function entriesOf(text: string, root: HoconNode): readonly ConfigEntry[] {
  const members = root.meaning.kind === 'object' ? root.meaning.members : [];
  const { keys } = keyPlaces(root, 'merge');
  const places = new LinePlaces(text);
  return [...leavesOf(resolveHocon(members))]
    .map(({ path, value }) => ({ path, value, place: placeOf(path, keys) }))
    .sort((a, b) => offsetOf(a.place) - offsetOf(b.place))
    .map(({ path, value, place }) => ({
      id: keyId(path),
      path,
      value,
      ...places.at(offsetOf(place)),
      span: place?.path.length === path.length ? spanOf(text, place.member.node) : undefined,
    }));
}

/** A key that comes from a reference stands where the reference does. */
function placeOf(path: KeyPath, keys: ReadonlyMap<string, readonly KeyPlace[]>): KeyPlace | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const place = keys.get(keyId(path.slice(0, length)))?.at(-1);
    if (place !== undefined) return place;
  }
  return undefined;
}

function offsetOf(place: KeyPlace | undefined): number {
  return place?.member.keyStart ?? 0;
}
