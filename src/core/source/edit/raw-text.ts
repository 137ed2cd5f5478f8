const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BOM = '\ufeff';

/** A file's text as it lies there, its byte order mark apart. */
export interface RawText {
  readonly bom: string;
  readonly text: string;
}

/** Undefined for bytes that are no UTF-8; a file that is not there is empty. */
export function readRawText(bytes: Uint8Array | undefined): RawText | undefined {
  if (bytes === undefined) return { bom: '', text: '' };
  try {
    const text = STRICT.decode(bytes);
    return text.startsWith(BOM) ? { bom: BOM, text: text.slice(1) } : { bom: '', text };
  } catch {
    return undefined;
  }
}
