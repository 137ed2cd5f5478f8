/**
 * The text as Java decodes it: each byte that was no UTF-8, kept as a lone surrogate, shows as U+FFFD. Offsets stay.
 */
export function shownText(text: string): string {
  return LONE_SURROGATE.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
