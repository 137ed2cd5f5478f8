/** An archive that is not unpacked any further; the message is for people. */
export class BadArchiveError extends Error {}
