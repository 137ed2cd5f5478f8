import { describe, expect, it } from 'vitest';
import { loadContract } from '../../../src/stand-ins/github/contract.ts';
import { OPERATIONS } from '../../../src/stand-ins/github/operations/index.ts';

describe("GitHub's description", () => {
  it('has just the operations that the stand-in carries out', async () => {
    const { operations } = await loadContract();
    expect([...operations].sort()).toEqual([...OPERATIONS.keys()].sort());
  });

  it('finds answers that do not fit it', async () => {
    const contract = await loadContract();
    expect(contract.flawOfAnswer('pulls/list', 200, [])).toBeUndefined();
    expect(contract.flawOfAnswer('pulls/list', 200, [{ number: 1 }])).toContain(
      'must have required property',
    );
    expect(contract.flawOfAnswer('pulls/list', 200, undefined)).toContain('must be array');
    expect(contract.flawOfAnswer('pulls/list', 202, [])).toContain('must not answer 202');
    expect(contract.flawOfAnswer('issues/delete-comment', 204, undefined)).toBeUndefined();
  });

  it('finds requests that stray from it, and where', async () => {
    const contract = await loadContract();
    const request = { method: 'GET', headers: {}, body: undefined };
    const list = { ...request, path: '/repos/acme/network/pulls' };
    const flawIn = (query: string) =>
      contract.flawOf({ ...list, query: new URLSearchParams(query) }, 'pulls/list')?.in;
    expect(flawIn('state=open&per_page=100')).toBeUndefined();
    expect(flawIn('state=lost')).toBe('query');
    expect(flawIn('stat=open')).toBe('query');
    const one = { ...request, path: '/repos/acme/network/pulls/one', query: new URLSearchParams() };
    expect(contract.operationOf(one)).toBe('pulls/get');
    expect(contract.flawOf(one, 'pulls/get')?.in).toBe('path');
    expect(contract.operationOf({ ...one, method: 'PUT' })).toBeUndefined();
  });
});
