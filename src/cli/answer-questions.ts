// The thread's questions: one scenario and property each, put to every proposal on the kernel where it is asked,
// and to every kernel as it is.

export interface AskedQuestion {
  /** Words of a column's head, one a line. */
  readonly head: readonly string[];
  readonly scenario: string;
  readonly property: string;
  /** The kernel on which the proposals are judged. */
  readonly kernel: string;
  /** What is wanted: the property holds. A witness that is wanted is a property that is looked for. */
  readonly good: string;
  readonly bad: string;
  readonly asks: string;
}

export const QUESTIONS: readonly AskedQuestion[] = [
  {
    head: ['quiet', 'set-', 'tled'],
    scenario: 'useless-notifier-settled',
    property: 'useless-invalidation',
    kernel: 'v5.8',
    good: 'ok',
    bad: 'BAD',
    asks: 'no client is disturbed for a page that was pinned all along',
  },
  {
    head: ['quiet', 'swap', 'cache'],
    scenario: 'useless-notifier-in-swap-cache',
    property: 'useless-invalidation',
    kernel: 'v5.9',
    good: 'ok',
    bad: 'BAD',
    asks: 'the same for a page that is in the swap cache already',
  },
  {
    head: ['quiet', 'raced', ''],
    scenario: 'useless-notifier-racing',
    property: 'useless-invalidation-racing',
    kernel: 'v5.8',
    good: 'ok',
    bad: 'BAD',
    asks: 'the same when the pin lands while reclaim is at work',
  },
  {
    head: ['unmap', 'harm-', 'less'],
    scenario: 'unmapping-a-pinned-page-is-harmless',
    property: 'COH',
    kernel: 'v5.8',
    good: 'ok',
    bad: 'BAD',
    asks: 'nothing is lost when a pinned page is unmapped and faulted back',
  },
  {
    head: ['H1', 'set-', 'tled'],
    scenario: 'pinned-then-reclaimed-then-read-then-written',
    property: 'COH',
    kernel: 'v5.9',
    good: 'ok',
    bad: 'BAD',
    asks: 'pin, reclaim, read, write: the process keeps its page (H1)',
  },
  {
    head: ['H2', 'raced', ''],
    scenario: 'pin-lands-while-reclaim-works',
    property: 'COH',
    kernel: 'v5.9',
    good: 'ok',
    bad: 'BAD',
    asks: 'the same when the pin lands after the test (H2)',
  },
  {
    head: ['lazy-', 'free', ''],
    scenario: 'lazyfree-under-a-pin',
    property: 'DIRT',
    kernel: 'v5.8',
    good: 'ok',
    bad: 'BAD',
    asks: 'a pinned MADV_FREE page keeps what the device writes (H11)',
  },
  {
    head: ['1000', 'map-', 'pings'],
    scenario: 'many-mappings-look-like-a-pin',
    property: 'reclaimed',
    kernel: 'v5.8',
    good: 'freed',
    bad: 'STUCK',
    asks: 'a page mapped about a thousand times can still be reclaimed',
  },
  {
    head: ['i915', 'gives', 'back'],
    scenario: 'i915-gives-its-pages-back',
    property: 'reclaimed',
    kernel: 'v5.8',
    good: 'freed',
    bad: 'STUCK',
    asks: 'reclaim still gets the page that an i915@v5.8 callback lets go',
  },
];
