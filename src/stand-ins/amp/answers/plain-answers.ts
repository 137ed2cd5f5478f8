/** AMP's ActionResult when all went well. */
export function done(): unknown {
  return { Status: true, Reason: '', SupportTitle: '', SupportURL: '' };
}

export function dateTime(millis: number): string {
  return new Date(millis).toISOString();
}

/** `d:hh:mm:ss`. */
export function uptimeText(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return [Math.floor(seconds / 86_400), ...parts.map((part) => String(part).padStart(2, '0'))].join(':');
}
