import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../../src/core/report/report.ts';
import type { HistoryEntry } from '../../../src/ports/state-store.ts';
import { browse, hasChromium } from '../../support/chromium.ts';
import { instanceReport, openPages, reportOf } from './pages-rig.ts';

/** Each would set the title to `owned` where it is taken for more than text. */
const EVIL = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror="document.title=\'owned\'">',
  "'onmouseover='document.title=1",
  '</style><svg onload=document.title="owned">',
  '<iframe srcdoc="<script>parent.document.title=1</script>">',
  'javascript:document.title="owned"',
  '&lt;script&gt;',
  '\u202ereversed\u0000\u001b[31m',
].join(' ');

const because: Reason = { code: 'waiting', message: EVIL, help: EVIL };

/** A host on which everything that can be foreign text is hostile. */
function hostile() {
  const entry = {
    id: EVIL,
    at: Number.NaN,
    kind: 'apply',
    instance: EVIL as HistoryEntry['instance'],
    revision: EVIL,
    planId: EVIL,
    outcome: 'stuck',
    of: undefined,
    files: [],
    keys: 1,
    message: EVIL,
    payload: '',
  } as const;
  return openPages({
    api: {
      status: () => ({
        host: EVIL,
        version: EVIL,
        startedAt: 1e300,
        alive: false,
        notReady: [EVIL],
        lastPass: { at: 1, millis: 1, ok: false, wants: [EVIL], waiting: [EVIL] },
      }),
      report: () =>
        reportOf([instanceReport(EVIL, { state: 'Pending', platform: EVIL, stage: EVIL, reason: because })], {
          revision: { kind: 'files', id: EVIL, subject: EVIL },
          course: {
            accepted: null,
            held: { commit: EVIL, ...because },
            stages: [{ stage: EVIL, word: EVIL, until: 1e300 }],
          },
          suspensions: [
            { kind: 'instance', name: EVIL, by: EVIL, reason: EVIL, until: null, origin: 'host' },
          ],
        }),
      history: () => [entry],
      audit: () => [
        {
          id: EVIL,
          at: 1,
          kind: 'suspended',
          by: [EVIL],
          instance: null,
          commit: EVIL,
          reason: EVIL,
          facts: {},
        },
      ],
      passes: async () => [{ key: EVIL, at: 1 }],
      hosts: async () =>
        [EVIL, 'b'].map((host) => ({
          host,
          at: 1,
          version: EVIL,
          revision: EVIL,
          ok: false,
          silent: true,
          signature: 'forged' as const,
        })),
    },
  });
}

/** A host as people see one, so that a picture of it can be judged. */
function lively() {
  const at = Date.UTC(2026, 4, 1, 12);
  return openPages({
    api: {
      status: () => ({
        host: 'hetzner-xeon',
        version: '1.2.3',
        startedAt: at,
        alive: true,
        notReady: [],
        lastPass: {
          at: at + 90_000,
          millis: 31,
          ok: true,
          wants: ['repository'],
          waiting: ['pull request #12 has 0 of 1 approvals'],
        },
      }),
      report: () =>
        reportOf([
          instanceReport('DEV01', { stage: 'dev' }),
          instanceReport('TOW01', {
            state: 'Drifted',
            reason: { code: 'drifted', message: '2 keys were edited on the server', help: '' },
          }),
          instanceReport('SMP101', {
            state: 'Pending',
            reason: { code: 'waiting', message: 'waiting: 3 players, latest 04:00', help: '' },
          }),
          instanceReport('CRE01', {
            state: 'Failed',
            reason: {
              code: 'unreadable',
              message: "plugins/CMI/config.yml:41:7 can't be read: a tab where blanks belong",
              help: '',
            },
          }),
          instanceReport('LOB01', {
            state: 'Suspended',
            reason: { code: 'suspended', message: 'event', help: '' },
          }),
        ]),
    },
  });
}

describe('the page', () => {
  it('shows foreign text and never lets it be more than text', async () => {
    const { ask } = await hostile();
    const { status, text } = await ask('/');
    expect(status).toBe(200);
    const inside = text.replace(/<style>[^<]*<\/style>/, '');
    const tags = new Set([...inside.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name?.toLowerCase()));
    for (const name of ['script', 'img', 'svg', 'iframe', 'style']) expect(tags).not.toContain(name);
    const inTags = [...inside.matchAll(/<[a-z][^>]*>/gi)].join(' ');
    expect(inTags).not.toMatch(/\son[a-z]+\s*=|javascript:/i);
    expect(
      [...inside.matchAll(/href="([^"]*)"/g)].filter(([, to]) => !/^(?:\/|data:,$)/.test(to ?? '')),
    ).toEqual([]);
    for (const unseen of ['\u0000', '\u001b', '\u202e']) expect(inside).not.toContain(unseen);
    expect(inside).toContain('&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;');
  });

  it('lets in nothing but its own style, by its digest', async () => {
    const { ask } = await lively();
    const { headers, text } = await ask('/');
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(text).not.toMatch(/\sstyle=|<script|https?:\/\//);
  });

  it('is short for a host with ten thousand instances', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => instanceReport(`INST${index}`));
    const { ask } = await openPages({ api: { report: () => reportOf(many) } });
    const { text } = await ask('/');
    expect(text.length).toBeLessThan(400_000);
    expect(text).toContain('and 9500 more');
  });

  it.skipIf(!hasChromium)('is inert in a real browser, whatever it shows', { timeout: 60_000 }, async () => {
    const { url } = await hostile();
    const { out, err } = await browse('--dump-dom', `${url}/`);
    expect(out).toContain('For programs');
    expect(/<title>([^<]*)<\/title>/.exec(out)?.[1]).toContain('document.title');
    expect(out.match(/<(?:script|img|svg|iframe)\b/gi) ?? []).toEqual([]);
    expect(err).not.toMatch(/Refused to|violates the following Content Security Policy/i);
  });

  it.skipIf(!hasChromium)('has its style in a real browser', { timeout: 60_000 }, async () => {
    const { url } = await lively();
    const { out, err } = await browse('--dump-dom', `${url}/`);
    for (const word of ['hetzner-xeon', 'waiting: 3 players', 'a tab where blanks belong']) {
      expect(out).toContain(word);
    }
    expect(err).not.toMatch(/Refused to|violates the following Content Security Policy/i);
  });
});
