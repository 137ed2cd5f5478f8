import { isLoud, messageOf } from './console-line.ts';

const MAX_LINES = 100;
const MAX_LENGTH = 300;

// What Paper, Velocity and the plugins' own libraries say when a plugin or its file does not load.
const LOAD_ERRORS: readonly RegExp[] = [
  /error occurred while enabling/i,
  /could not load (?!chunk|skin|player|icon)/i,
  /can(?:no|')t (?:load|create) plugin/i,
  /can(?:no|')t load (?:plugins\/|config|\S{1,200}\.ya?ml)/i,
  /failed to (?:load|enable) (?:plugin|config)/i,
  /InvalidConfigurationException/,
  /YAMLException|org\.yaml\.snakeyaml\.|(?:Scanner|Parser)Exception/,
  /ConfigurateException|ParsingException: /,
  /unable to (?:load|parse) (?:the )?(?:plugin|config)/i,
  /unable to read\/load\/save your velocity\.toml/i,
];

/** Names of plugins and loggers that stand before a message. */
const TAGS = /^(?:\[[^\][]{1,60}\]:? ?){1,3}/;
/** What was thrown stands below the line that says what did not load, and says why. */
const THROWN = /^(?:caused by: )?(?:[\w$]{1,60}\.){1,20}[\w$]{0,60}(?:Exception|Error)\b/i;
/** What a stack trace has before the part of a class's name that counts. */
const BEFORE_CLASS = /^(?:caused by: |at )?(?:[\w$]+\.)*$/i;

/**
 * Lines of a console or log that say that a plugin or its configuration did not load, each once; the first hundred, cut.
 * In lines that are no warnings only the beginning counts, so that no player can say or name something that does.
 * `hide` sees a line before it is cut.
 */
export function findLoadErrors(
  lines: readonly string[],
  hide: (line: string) => string = (line) => line,
): readonly string[] {
  const found = new Map<string, string>();
  let isBelowError = false;
  for (const line of lines) {
    if (found.size === MAX_LINES) break;
    const start = line.slice(0, MAX_LENGTH * 4);
    isBelowError = isLoadError(start) || (isBelowError && isThrown(start));
    if (!isBelowError) continue;
    const text = hide(start).trim().slice(0, MAX_LENGTH);
    if (!found.has(sameAgain(text))) found.set(sameAgain(text), text);
  }
  return [...found.values()];
}

function isLoadError(line: string): boolean {
  if (isLoud(line)) return LOAD_ERRORS.some((pattern) => pattern.test(line));
  const message = messageOf(line).replace(TAGS, '');
  return LOAD_ERRORS.some((pattern) => {
    const match = pattern.exec(message);
    return match !== null && BEFORE_CLASS.test(message.slice(0, match.index));
  });
}

/**
 * Those of `after` that were not there before, wherever and whenever they were written. What was thrown is as new as the
 * line above it: its own text differs each time.
 */
export function newLoadErrors(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Set(before.map(sameAgain));
  let isNew = false;
  return after.filter((line) => {
    if (!isThrown(line)) isNew = !known.has(sameAgain(line));
    return isNew;
  });
}

function isThrown(line: string): boolean {
  return THROWN.test(messageOf(line)) && !isLoadError(line);
}

/** Without numbers, which name threads and ports. */
function sameAgain(line: string): string {
  return messageOf(line).replaceAll(/\d+/g, '#');
}
