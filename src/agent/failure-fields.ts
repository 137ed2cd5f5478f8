import { OperatingError } from '../core/model/errors.ts';
import type { LogFields } from '../ports/log.ts';

/**
 * What may be logged of anything that was thrown: its class and code, and the words of our own kinds of failure. Other
 * messages may hold contents of files, so for these only the place in the program is told.
 */
export function failureFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const fields = { error: error.constructor.name, ...codeOf(error) };
  if (error instanceof OperatingError) return { ...fields, reason: error.message, next: error.next };
  return { ...fields, ...placeOf(error) };
}

function codeOf(error: Error): LogFields {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? { code } : {};
}

// The message stands before the first frame and may have lines of its own that look like one.
function placeOf(error: Error): LogFields {
  const { stack, message } = error;
  if (typeof stack !== 'string' || typeof message !== 'string') return {};
  const start = message === '' ? 0 : stack.indexOf(message) + message.length;
  const frame = stack.indexOf(message) < 0 ? null : /^ {4}at ([^\n]{1,200})/m.exec(stack.slice(start));
  return frame?.[1] === undefined ? {} : { place: frame[1] };
}
