const CREDENTIALS = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^/\s@]{1,2000}@/gi;
const QUERY = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s?'"]{1,2000})\?[^\s'"]{1,2000}/gi;

/** Text without the user, password or token of the addresses in it, for messages. */
export function scrubCredentials(text: string): string {
  return text.replace(CREDENTIALS, '$1***@').replace(QUERY, '$1?***');
}
