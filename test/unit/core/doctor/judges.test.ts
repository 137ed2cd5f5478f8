import { describe, expect, it } from 'vitest';
import { CHECK_NAMES, CHECKS } from '../../../../src/core/doctor/check-list.ts';
import { countFindings, worstResult } from '../../../../src/core/doctor/count-findings.ts';
import { type Finding, ok, problem, skipped } from '../../../../src/core/doctor/finding.ts';
import { judgeCertificate } from '../../../../src/core/doctor/judge-certificate.ts';
import { judgeAccount, judgeQuota, judgeRights } from '../../../../src/core/doctor/judge-forge.ts';
import { judgeClock, judgeGit, judgeSpace } from '../../../../src/core/doctor/judge-host.ts';
import { judgeHandshake } from '../../../../src/core/doctor/judge-service.ts';
import { judgeUnit } from '../../../../src/core/doctor/judge-unit.ts';
import { PROBLEMS } from '../../../../src/core/doctor/problem-list.ts';

const NOW = Date.UTC(2026, 10, 28);
const SECOND = 1000;
const MIB = 1024 * 1024;
const DAY = 86_400_000;

const codeOf = (finding: Finding) => ('code' in finding ? finding.code : finding.result);

describe('the lists of checks and problems', () => {
  it('name a check for every problem, and tell what to do', () => {
    for (const { check, next } of Object.values(PROBLEMS)) {
      expect(CHECK_NAMES).toContain(check);
      expect(next).toMatch(/^[A-Z].*\.$/s);
    }
  });

  it('have a problem for every check, so that each can find something', () => {
    const found = new Set<string>(Object.values(PROBLEMS).map(({ check }) => check));
    expect(CHECK_NAMES.filter((name) => !found.has(name))).toEqual([]);
  });

  it('use names of small letters and dashes', () => {
    for (const name of [...Object.keys(CHECKS), ...Object.keys(PROBLEMS)]) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    }
  });
});

describe('room on the disk', () => {
  it.each([
    [199 * MIB, 'disk-full'],
    [200 * MIB, 'disk-low'],
    [1023 * MIB, 'disk-low'],
    [1024 * MIB, 'ok'],
  ])('of %d bytes is %s', (freeBytes, code) => {
    expect(codeOf(judgeSpace({ freeBytes }))).toBe(code);
  });
});

describe('the clock', () => {
  const pair = (offset: number) => ({ subject: 'forge', theirs: NOW - offset, ours: NOW });

  it.each([
    [0, 'ok'],
    [29 * SECOND, 'ok'],
    [-29 * SECOND, 'ok'],
    [30 * SECOND, 'clock-off'],
    [-30 * SECOND, 'clock-off'],
    [299 * SECOND, 'clock-off'],
    [300 * SECOND, 'clock-wrong'],
    [-300 * SECOND, 'clock-wrong'],
  ])('that is %d ms ahead is %s', (offset, code) => {
    expect(codeOf(judgeClock([pair(offset)], NOW))).toBe(code);
  });

  it('is not wrong because one server of three is', () => {
    expect(codeOf(judgeClock([pair(0), pair(900 * SECOND), pair(SECOND)], NOW))).toBe('ok');
  });

  it('can be told beside all reason without any server', () => {
    expect(codeOf(judgeClock([], 0))).toBe('clock-wrong');
    expect(codeOf(judgeClock([], NOW))).toBe('ok');
  });

  it('says in which direction it is off', () => {
    expect(judgeClock([pair(60 * SECOND)], NOW).message).toContain('60 s ahead of');
    expect(judgeClock([pair(-60 * SECOND)], NOW).message).toContain('60 s behind');
  });
});

describe('git', () => {
  it.each([
    [undefined, 'git-missing'],
    ['2.37.9', 'git-old'],
    ['1.99.0', 'git-old'],
    ['2.38.0', 'ok'],
    ['3.0.1', 'ok'],
  ])('of version %s is %s', (version, code) => {
    expect(codeOf(judgeGit(version))).toBe(code);
  });
});

describe('the unit of systemd', () => {
  const unit = { isLoaded: true, isEnabled: true, state: 'active' } as const;
  it.each([
    ['unit-missing', { ...unit, isLoaded: false }],
    ['unit-failed', { ...unit, state: 'failed' }],
    ['unit-disabled', { ...unit, isEnabled: false }],
    ['unit-stopped', { ...unit, state: 'inactive' }],
    ['ok', unit],
  ] as const)('is %s', (code, facts) => {
    expect(codeOf(judgeUnit('homeamp-agent.service', facts))).toBe(code);
  });
});

describe('a certificate', () => {
  const good = { validTo: NOW + 90 * DAY, isTrusted: true, reason: undefined };
  it.each([
    ['ok', good],
    ['ok', { ...good, validTo: NOW + 21 * DAY }],
    ['certificate-ends-soon', { ...good, validTo: NOW + 21 * DAY - 1 }],
    ['certificate-ended', { ...good, validTo: NOW }],
    ['certificate-ended', { ...good, validTo: NOW, isTrusted: false, reason: 'CERT_HAS_EXPIRED' }],
    ['certificate-untrusted', { ...good, isTrusted: false, reason: 'SELF_SIGNED_CERT_IN_CHAIN' }],
  ] as const)('is %s', (code, certificate) => {
    expect(codeOf(judgeCertificate('store.endpoint', certificate, NOW))).toBe(code);
  });
});

describe('rights at the forge', () => {
  const role = { mayPush: true, isPrivate: true, asksForTeams: false, proposes: false };
  const app = (permissions: Readonly<Record<string, string>>) => ({ kind: 'app', permissions }) as const;
  const WHOLE = {
    contents: 'read',
    statuses: 'write',
    pull_requests: 'write',
    issues: 'write',
    deployments: 'admin',
  };
  const missing = (rights: Parameters<typeof judgeRights>[0]) =>
    judgeRights(rights).flatMap((finding) => ('code' in finding ? [finding.subject ?? finding.code] : []));

  it('are enough for an app with all of them', () => {
    expect(missing({ ...role, grants: app(WHOLE) })).toEqual([]);
  });

  it.each([
    ['contents', 'Contents: read'],
    ['statuses', 'Commit statuses: write'],
    ['pull_requests', 'Pull requests: write'],
    ['issues', 'Issues: write'],
    ['deployments', 'Deployments: write'],
  ])('lack %s of an app that was not granted it', (name, label) => {
    const { [name as keyof typeof WHOLE]: _, ...rest } = WHOLE;
    expect(missing({ ...role, grants: app(rest) })).toEqual([label]);
  });

  it('need writing of contents where homeamp opens pull requests', () => {
    expect(missing({ ...role, proposes: true, grants: app(WHOLE) })).toEqual(['Contents: write']);
    expect(missing({ ...role, proposes: true, grants: app({ ...WHOLE, contents: 'write' }) })).toEqual([]);
  });

  it('lack writing where only reading was granted', () => {
    expect(missing({ ...role, grants: app({ ...WHOLE, statuses: 'read' }) })).toEqual([
      'Commit statuses: write',
    ]);
  });

  it('of a token need `public_repo` where the repository is public, and `repo` else', () => {
    const grants = { kind: 'scopes', scopes: ['public_repo'] } as const;
    expect(missing({ ...role, isPrivate: false, grants })).toEqual([]);
    expect(missing({ ...role, grants })).toEqual(['repo']);
  });

  it('need `read:org` only where a team approves', () => {
    const grants = { kind: 'scopes', scopes: ['repo'] } as const;
    expect(missing({ ...role, grants })).toEqual([]);
    expect(missing({ ...role, asksForTeams: true, grants })).toEqual(['read:org']);
  });

  it('of which nothing is told still need the role', () => {
    const grants = { kind: 'untold' } as const;
    expect(missing({ ...role, grants })).toEqual([]);
    expect(missing({ ...role, mayPush: false, grants })).toEqual(['permission-missing']);
  });

  it('count requests against the hour', () => {
    const codes = [0, 499, 500].map((remaining) => codeOf(judgeQuota({ limit: 5000, remaining })));
    expect(codes).toEqual(['rate-spent', 'rate-low', 'ok']);
  });

  it('are not for an account that approves, however it is written', () => {
    expect(codeOf(judgeAccount('fleet-bot', ['Fleet-Bot']))).toBe('account-approves');
    expect(codeOf(judgeAccount('fleet-bot', ['alice']))).toBe('ok');
    expect(codeOf(judgeAccount('fleet-bot', undefined))).toBe('ok');
  });
});

describe('a service that wants the login that is held back', () => {
  const asked = { name: 'husk', what: 'redis at 192.0.2.1:6379' };
  const wants = { kind: 'failed', cause: 'wants-login', detail: 'it wants a login' } as const;

  it('is there, and says that no login was tried', () => {
    const finding = judgeHandshake({ ...asked, withoutLogin: 'nothing was taken' }, wants);
    expect(finding.result).toBe('ok');
    expect(finding.message).toContain('No login was tried: nothing was taken.');
  });

  it('fails where no login is given for it', () => {
    expect(codeOf(judgeHandshake({ ...asked, withoutLogin: undefined }, wants))).toBe('service-wants-login');
  });
});

describe('the sum', () => {
  it('is that of the gravest, and leaves out what was skipped', () => {
    const fine = ok('clock', 'fine');
    const left = skipped('clock', 'not looked at');
    const low = problem('disk-low', 'low');
    const full = problem('disk-full', 'full');
    const worst = (...findings: readonly Finding[]) => worstResult(countFindings(findings));
    expect([worst(left), worst(fine, left), worst(fine, low), worst(low, full)]).toEqual([
      'ok',
      'ok',
      'warning',
      'failed',
    ]);
    expect(countFindings([fine, left, low, full, full])).toEqual({
      ok: 1,
      warning: 1,
      failed: 2,
      skipped: 1,
    });
  });
});
