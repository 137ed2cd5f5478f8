import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a zip; everything but name and data is for lies. */
export interface ZipPart {
  readonly name: string;
  readonly data: string | Uint8Array;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly saysSize?: number;
  readonly saysPacked?: number;
  readonly saysOffset?: number;
  readonly extra?: Uint8Array;
  /** Type and rights, as a zip made on Unix has them. */
  readonly unixMode?: number;
  /** In place of what deflating gives. */
  readonly packed?: Uint8Array;
}

export interface ZipLies {
  readonly count?: number;
  readonly directoryOffset?: number;
  readonly comment?: string;
}

/** The bytes of a zip file with these parts, in this order. */
export function zipBytes(parts: readonly ZipPart[], lies: ZipLies = {}): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { local, entry } = encode(part, offset);
    locals.push(local);
    directory.push(entry);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const comment = Buffer.from(lies.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(lies.count ?? parts.length, 8);
  end.writeUInt16LE(lies.count ?? parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(lies.directoryOffset ?? offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, central, end, comment]);
}

/** A jar with these files beside a class. */
export function jarBytes(files: Readonly<Record<string, string>>): Uint8Array {
  return zipBytes([
    { name: 'org/example/Main.class', data: 'class' },
    ...Object.entries(files).map(([name, data]) => ({ name, data })),
  ]);
}

/** A jar of a Bukkit plugin. */
export function pluginJar(name: string, version = '1.0.0'): Uint8Array {
  return jarBytes({ 'plugin.yml': `name: ${name}\nversion: '${version}'\nmain: org.example.Main\n` });
}

function encode(part: ZipPart, offset: number): { readonly local: Buffer; readonly entry: Buffer } {
  const name = Buffer.from(part.name, 'latin1');
  const data = Buffer.from(part.data);
  const packed = Buffer.from(part.packed ?? (part.stored === true ? data : deflateRawSync(data)));
  const extra = Buffer.from(part.extra ?? []);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(part.flags ?? 0, 2);
  facts.writeUInt16LE(part.method ?? (part.stored === true ? 0 : 8), 4);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(part.saysPacked ?? packed.length, 14);
  facts.writeUInt32LE(part.saysSize ?? data.length, 18);
  facts.writeUInt16LE(name.length, 22);
  facts.writeUInt16LE(extra.length, 24);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(((part.unixMode ?? 0) << 16) >>> 0, 6);
  place.writeUInt32LE(part.saysOffset ?? offset, 10);
  const madeBy = part.unixMode === undefined ? '\0' : '\x03';
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, extra, packed]),
    entry: Buffer.concat([Buffer.from(`PK\x01\x02\x14${madeBy}`, 'latin1'), facts, place, name, extra]),
  };
}
