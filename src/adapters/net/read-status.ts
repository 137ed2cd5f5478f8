import * as z from 'zod';
import { readVarInt } from './var-int.ts';

/** The longest answer that is read, in bytes. */
export const MAX_STATUS_BYTES = 64 * 1024;

const STATUS_PACKET = 0;
const status = z.object({ version: z.object({}), players: z.object({}) });

/** Whether bytes are a server's whole answer, the beginning of one, or neither. */
export function readStatus(bytes: Buffer): 'status' | 'short' | 'broken' {
  const packet = readVarInt(bytes, 0);
  if (packet.kind !== 'read') return packet.kind;
  if (packet.value > MAX_STATUS_BYTES) return 'broken';
  if (bytes.length < packet.next + packet.value) return 'short';
  const content = bytes.subarray(packet.next, packet.next + packet.value);
  const id = readVarInt(content, 0);
  if (id.kind !== 'read' || id.value !== STATUS_PACKET) return 'broken';
  const length = readVarInt(content, id.next);
  if (length.kind !== 'read' || content.length < length.next + length.value) return 'broken';
  return isStatus(content.toString('utf8', length.next, length.next + length.value)) ? 'status' : 'broken';
}

function isStatus(text: string): boolean {
  try {
    return status.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
