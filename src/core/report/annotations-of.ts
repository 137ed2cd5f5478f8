import type { Issue } from '../model/issue.ts';
import type { Annotation } from '../model/publication.ts';
import { safeLine } from './markdown-text.ts';

const ANNOTATIONS_MAX = 50;
const TITLE_MAX = 100;
const MESSAGE_MAX = 1000;

/** Mistakes beside their lines: at most 50, errors first, otherwise in the order given. */
export function annotationsOf(issues: readonly Issue[]): readonly Annotation[] {
  return [...issues]
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
    .slice(0, ANNOTATIONS_MAX)
    .map(annotationOf);
}

function annotationOf({ severity, code, message, help, place }: Issue): Annotation {
  const cell = place.sheet === undefined ? '' : ` (${place.sheet}!${place.cell ?? ''})`;
  return {
    severity,
    title: safeLine(code, TITLE_MAX),
    message: safeLine(`${message}${cell} ${help}`, MESSAGE_MAX),
    place,
  };
}
