import type { Annotation } from '../../../core/model/publication.ts';
import type { Annotations } from '../../../ports/forge.ts';
import { anything } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

const CREATE: Call = {
  operation: 'checks/create',
  does: 'show mistakes beside the lines',
  permission: 'Checks: write',
};
/** GitHub refuses more in one request. */
const MAX_ANNOTATIONS = 50;

/** Only an app may write checks, so a refusal is remembered and nothing is asked again. */
export function createAnnotations(api: GitHubApi): Annotations {
  let mayWrite = true;
  return {
    publish: async (sha, name, annotations) => {
      if (!mayWrite) return false;
      const made = await api.askIfAllowed({
        call: CREATE,
        answer: anything,
        send: (octokit, asked) =>
          octokit.request('POST /repos/{owner}/{repo}/check-runs', {
            ...asked,
            name,
            head_sha: sha,
            status: 'completed',
            conclusion: annotations.some(isError) ? 'failure' : 'success',
            output: {
              title: name,
              summary: summarise(annotations),
              annotations: annotations.slice(0, MAX_ANNOTATIONS).map(toGitHub),
            },
          }),
      });
      mayWrite = made !== undefined;
      return mayWrite;
    },
  };
}

function isError(annotation: Annotation): boolean {
  return annotation.severity === 'error';
}

function summarise(annotations: readonly Annotation[]): string {
  const errors = annotations.filter(isError).length;
  const counts = `Errors: ${errors}. Warnings: ${annotations.length - errors}.`;
  return annotations.length > MAX_ANNOTATIONS ? `${counts} The first ${MAX_ANNOTATIONS} are shown.` : counts;
}

function toGitHub({ severity, title, message, place }: Annotation) {
  const cell = [place.sheet, place.cell].filter((part) => part !== undefined).join('!');
  const line = Math.max(1, place.line);
  return {
    path: place.file,
    start_line: line,
    end_line: line,
    ...(place.column > 0 ? { start_column: place.column, end_column: place.column } : {}),
    annotation_level: severity === 'error' ? ('failure' as const) : ('warning' as const),
    title,
    message: cell === '' ? message : `${cell}: ${message}`,
  };
}
