import { describe, expect, it } from 'vitest';
import type { Review } from '../../../../src/core/model/change-request.ts';
import type { CommitSha } from '../../../../src/core/model/revision.ts';
import { checkApproval } from '../../../../src/core/plan/check-approval.ts';

const HEAD = 'a'.repeat(40) as CommitSha;
const EARLIER = 'b'.repeat(40) as CommitSha;
const ALLOWED = new Set(['alice', 'bob']);

const review = (
  reviewer: string,
  verdict: Review['verdict'],
  commit: CommitSha | undefined = HEAD,
): Review => ({
  reviewer,
  verdict,
  commit,
  at: 5,
});
const check = (reviews: readonly Review[], required = 1) =>
  checkApproval({
    required,
    change: { number: 7, author: 'Carol', head: HEAD },
    reviews,
    isAllowed: (login) => ALLOWED.has(login),
  });
const messageOf = (reviews: readonly Review[], required = 1) => {
  const approval = check(reviews, required);
  return approval.kind === 'missing' ? approval.reason.message : approval.by;
};

describe('checkApproval', () => {
  it('takes an approval of the merged head by somebody whom the policy names, whatever the case of the login', () => {
    expect(check([review('Alice', 'approved')])).toEqual({ kind: 'approved', by: ['alice'], at: 5 });
  });

  it('refuses an approval of an earlier commit', () => {
    expect(messageOf([review('alice', 'approved', EARLIER)])).toBe(
      'pull request #7 has 0 of 1 approvals: alice approved an earlier commit',
    );
  });

  it('refuses an approval whose commit the forge no longer knows', () => {
    const forgotten: Review = { reviewer: 'alice', verdict: 'approved', commit: undefined, at: 5 };
    expect(messageOf([forgotten])).toContain('alice approved an earlier commit');
  });

  it("refuses the author's own approval, even where the policy names the author", () => {
    const approval = checkApproval({
      required: 1,
      change: { number: 7, author: 'Alice', head: HEAD },
      reviews: [review('alice', 'approved')],
      isAllowed: () => true,
    });
    expect(approval).toMatchObject({ kind: 'missing', reason: { code: 'not-approved' } });
  });

  it('refuses an outsider', () => {
    expect(messageOf([review('mallory', 'approved')])).toContain(
      'mallory is not among those who may approve',
    );
  });

  it('lets a dismissal and a later request for changes take an approval back, and a comment not', () => {
    expect(messageOf([review('alice', 'approved'), review('alice', 'dismissed')])).toContain('was dismissed');
    expect(messageOf([review('alice', 'approved'), review('alice', 'changes-requested')])).toContain(
      'asks for changes',
    );
    expect(messageOf([review('alice', 'approved'), review('alice', 'commented')])).toEqual(['alice']);
  });

  it('counts each person once', () => {
    const twice = [review('alice', 'approved'), review('ALICE', 'approved')];
    expect(messageOf(twice, 2)).toBe('pull request #7 has 1 of 2 approvals');
    expect(messageOf([...twice, review('bob', 'approved')], 2)).toEqual(['alice', 'bob']);
  });

  it('asks for nothing where nothing is required', () => {
    expect(check([], 0)).toEqual({ kind: 'approved', by: [], at: 0 });
  });
});
