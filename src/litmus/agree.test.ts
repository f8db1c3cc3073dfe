// Agreement, row by row: what the model says stands against a row, one column changed at a time.
import { describe, expect, it } from 'vitest';
import { Agreement, kernelFor } from './agree.js';
import type { Row } from './table.js';

const agreement = new Agreement();

/** What a pinned page does under MADV_PAGEOUT on 6.12: nothing. */
const KEPT: Row = {
  line: 2,
  kernel: '6.12.0',
  kind: 'anon',
  pin: 'uring_fixed',
  op: 'pageout',
  outcome: 'kept',
  op_rc: '0',
  inv: 0,
  dma2cpu: 'coherent',
  cpu2dma: 'coherent',
  same_after_touch: 'same',
  same_after_write: 'same',
  note: '-',
};

describe('a row', () => {
  it('agrees as the model predicts it', () => {
    const { verdict, reason, predicted } = agreement.judge(KEPT);
    expect({ verdict, reason, predicted }).toMatchObject({ verdict: 'agreed', reason: '' });
  });

  it.each<[Partial<Row>, string]>([
    [{ outcome: 'swap-entry,refault-same' }, 'outcome swap-entry,refault-same, predicted kept'],
    [{ op_rc: 'EBUSY' }, 'op_rc EBUSY, predicted 0'],
    [{ inv: 1 }, 'notified true, predicted false'],
    [{ dma2cpu: 'lost' }, 'dma2cpu lost, predicted coherent'],
    [{ same_after_write: 'other' }, 'same_after_write other, predicted same'],
  ])('is contradicted where it says %o', (changed, reason) => {
    expect(agreement.judge({ ...KEPT, ...changed })).toMatchObject({ verdict: 'contradicted', reason });
  });

  it('is not asked for notifier calls that were not observed', () => {
    expect(agreement.judge({ ...KEPT, inv: -1 }).verdict).toBe('agreed');
  });

  it.each<[Partial<Row>, string]>([
    [{ kernel: '7.0.1' }, 'no kernel here stands for 7.0.1'],
    [{ op: 'fork' }, 'fork'],
    [{ kind: 'hugetlb_1g' }, 'hugetlb_1g'],
  ])('is not modelled, and says why: %o', (changed, reason) => {
    const result = agreement.judge({ ...KEPT, ...changed });
    expect(result).toMatchObject({ verdict: 'unmodelled', predicted: [] });
    expect(result.reason).toContain(reason);
  });
});

describe('a release string', () => {
  it.each([
    ['6.18.44-custom', 'v6.18'],
    ['6.12.117+deb13-amd64', 'v6.12'],
    ['6.1.0-42-amd64', '6.1.192'],
    ['5.15.135', '5.15.135'],
    ['6.11.3', undefined],
  ])('%s is %s here', (release, name) => {
    expect(kernelFor(release)?.name).toBe(name);
  });
});

describe('a row with a child', () => {
  /** A page pinned for writing is copied when its process forks. */
  const FORKED: Row = {
    ...KEPT,
    op: 'fork_stay',
    outcome: 'kept,notified x1',
    inv: 1,
    note: 'child:own-copy;child-sees8=init;child-final:other-pfn',
  };

  it('agrees in what the child has and sees', () => {
    expect(agreement.judge(FORKED)).toMatchObject({ verdict: 'agreed', reason: '' });
  });

  it.each([
    ['child:shares-pfn', 'child shares-pfn, predicted own-copy'],
    ['child-sees8=dma', 'child-sees8 dma, predicted init'],
    ['child-final:pinned-pfn', 'child-final pinned-pfn, predicted other-pfn'],
  ])('is contradicted by %s', (note, reason) => {
    expect(agreement.judge({ ...FORKED, note })).toMatchObject({ verdict: 'contradicted', reason });
  });

  it('has a notifier call that counts', () => {
    expect(agreement.judge({ ...FORKED, inv: 0 }).verdict).toBe('contradicted');
  });
});
