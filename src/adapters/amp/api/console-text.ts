const MAX_LENGTH = 1000;
/** Longer than any line that is shown whole, colours included. */
const MAX_RAW_LENGTH = 8 * MAX_LENGTH;

// What steers a terminal: a command such as one that sets its title, and a sequence with or without parameters.
const TERMINAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
  /[\u001b\u009b](?:\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\[?[0-?]*[ -/]*[@-~])/g;
const MINECRAFT_COLOUR = /§[0-9a-fk-orx]/gi;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The lines of a text from a console: without colours and control characters, cut at 1,000 characters, none empty. */
export function plainLines(text: string): readonly string[] {
  return text
    .slice(0, MAX_RAW_LENGTH)
    .split(/\r\n|[\r\n]/)
    .map(plainLine)
    .filter((line) => line !== '');
}

function plainLine(text: string): string {
  const plain = text
    .replace(TERMINAL, '')
    .replace(MINECRAFT_COLOUR, '')
    .replaceAll('\t', ' ')
    .replace(UNSAFE, '')
    .trimEnd();
  return plain.length <= MAX_LENGTH ? plain : `${plain.slice(0, MAX_LENGTH - 1)}…`;
}
