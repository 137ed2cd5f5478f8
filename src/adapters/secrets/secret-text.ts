/** In bytes: keys and certificates fit, and nothing can flood a host. */
export const LARGEST_VALUE = 16 * 1024;

const MARK = 'homeamp-secret';
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What is encrypted: a line with the secret's name, then the value and a line end. The name is inside so that a file
 * that is copied or renamed opens as no other secret.
 */
export function wrapValue(name: string, value: string): Uint8Array {
  return new TextEncoder().encode(`${MARK} ${name}\n${value}\n`);
}

export type Unwrapped =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'refused'; readonly why: string };

/** The value, if it was wrapped under this name. */
export function unwrapValue(name: string, bytes: Uint8Array): Unwrapped {
  const text = decode(bytes);
  const end = text?.indexOf('\n') ?? -1;
  const [mark, written, ...rest] = text?.slice(0, end).split(' ') ?? [];
  if (text === undefined || end === -1 || mark !== MARK || rest.length > 0) {
    return { kind: 'refused', why: 'was not written by `homeamp secrets set`' };
  }
  if (written !== name) return { kind: 'refused', why: 'was encrypted under another name' };
  const value = text.slice(end + 1).replace(/\n$/, '');
  const trouble = troubleOf(value);
  return trouble === undefined
    ? { kind: 'value', value }
    : { kind: 'refused', why: `holds a value that ${trouble}` };
}

/** Why no secret may have this value, after "a value that"; undefined where it may. */
export function troubleOf(value: string): string | undefined {
  if (value === '') return 'is empty';
  if (value.includes('\0')) return 'has a null character';
  if (/\p{Surrogate}/u.test(value)) return 'is no text';
  return new TextEncoder().encode(value).length > LARGEST_VALUE
    ? `is longer than ${LARGEST_VALUE / 1024} KiB`
    : undefined;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
