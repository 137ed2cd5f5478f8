import { createHash } from 'node:crypto';
import { OperatingError } from '../../core/model/errors.ts';
import type { ApiSources, Slice } from '../api/sources.ts';
import type { Reply } from '../reply.ts';
import { instancesSection, stateSection } from './host-sections.ts';
import { type Html, html } from './html.ts';
import { auditSection, historySection, hostsSection, passesSection } from './list-sections.ts';
import { apiSection } from './reference-section.ts';
import { STYLE } from './style.ts';

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SHORT: Slice = { limit: 15, after: undefined };
const PATIENCE_MILLIS = 3_000;

/** The state of the host for people, in one page without scripts. A store that is away leaves its parts out. */
export async function showPage(sources: ApiSources): Promise<Reply> {
  const [passes, hosts] = await Promise.all([orNothing(sources.passes(SHORT)), orNothing(sources.hosts())]);
  const status = sources.status();
  const report = sources.report();
  const page = frame(`${status.host} – homeamp`, [
    stateSection(status, report),
    instancesSection(report),
    hostsSection(hosts),
    historySection(sources.history(SHORT.limit)),
    auditSection(sources.audit(SHORT)),
    passesSection(passes),
    apiSection(),
  ]);
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: page.html,
    headers: { 'content-security-policy': POLICY },
  };
}

function frame(title: string, sections: readonly Html[]): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ html: STYLE }}</style>
</head>
<body>
${sections[0]}
<main>
${sections.slice(1)}
</main>
</body>
</html>
`;
}

/** Undefined where the store does not answer soon. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MILLIS);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    if (error instanceof OperatingError) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
