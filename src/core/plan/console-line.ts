/** A time, with a level or a thread beside it, as Paper and Velocity write it on the console and in the log. */
const STAMP = /^\s*\[[^\][]{0,20}\d{1,2}:\d{2}:\d{2}[^\][]{0,20}\]:? ?(?:\[[^\][]{0,60}\/[A-Z]{2,8}\]:? ?)?/;
const CHAT = /^(?:\[Not Secure\] ?)?<[^<>]{1,60}> |^\S{1,60} issued server command: /;
const LOUD =
  /^\s*\[[^\]]{0,40}\b(?:WARN|WARNING|ERROR|SEVERE|FATAL)\]|^\s*\[[^\]]{0,40}\] ?\[[^\]]{0,60}\/(?:WARN|ERROR|FATAL)\]/;

/** What a line says: the same text whether it stands on the console or in the log, and whenever it was written. */
export function messageOf(line: string): string {
  return line.replace(STAMP, '').trim();
}

/** True for what players typed, in the forms of the server itself; a plugin may give chat any other form. */
export function isTyped(line: string): boolean {
  return CHAT.test(messageOf(line));
}

/** True for a warning or an error by its level. Whatever players can cause to be written has a lower one, or none. */
export function isLoud(line: string): boolean {
  return LOUD.test(line);
}
