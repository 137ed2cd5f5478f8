import { sentence } from './markdown-text.ts';
import type { Reason } from './report.ts';

/** What is the matter and what would change it, each ended by a full stop, in Markdown. */
export function reasonWords({ message, help }: Pick<Reason, 'message' | 'help'>): string {
  return `${ended(message)} ${ended(help)}`.trim();
}

function ended(text: string): string {
  const words = sentence(text);
  return words === '' || /[.!?…]$/.test(words) ? words : `${words}.`;
}
