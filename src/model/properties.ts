// Properties: what may be asked of every transition. Each is one observation bit; the names are those of the specification.

export const enum See {
  COH,
  LIVE,
  DIRT,
  PRIV,
  CNT,
  UNDO,
  useless,
  uselessRacing,
  needlessCopy,
  deviceWaits,
  reclaimed,
  keptPinned,
  wroteOutPinned,
  pinCleared,
  staleRead,
  deadlock,
  STAY,
  FSRDY,
  STBL,
  BUG,
}

export interface Property {
  readonly name: string;
  readonly bit: See;
  /** never: it must not be seen. sometimes: a witness is looked for. */
  readonly kind: 'never' | 'sometimes';
  /** Checked in every scenario, asked for or not. */
  readonly always: boolean;
  /** Of files only: asked where one of the pages is one's. */
  readonly ofFiles?: true;
  readonly says: string;
  /** What has to happen for the question to come up. */
  readonly when: string;
}

/** Ordered by bit. */
export const PROPERTIES: readonly Property[] = [
  {
    name: 'COH',
    bit: See.COH,
    kind: 'never',
    always: true,
    says: 'while a pin taken through a mapping is held, the CPU and the device reach the same physical page there',
    when: 'an access by CPU or device under a pin',
  },
  {
    name: 'LIVE',
    bit: See.LIVE,
    kind: 'never',
    always: true,
    says: 'no frame is freed or reused while somebody can still reach it',
    when: 'a frame is freed or accessed',
  },
  {
    name: 'DIRT',
    bit: See.DIRT,
    kind: 'never',
    always: true,
    says: 'what was written is not lost: a read returns the last write through its mapping',
    when: 'a CPU read',
  },
  {
    name: 'PRIV',
    bit: See.PRIV,
    kind: 'never',
    always: true,
    says: "no mm reads another mm's private data",
    when: 'a read of a page that several mms have',
  },
  {
    name: 'CNT',
    bit: See.CNT,
    kind: 'never',
    always: true,
    says: 'the reference count is the sum of its owners, and no put goes below zero',
    when: 'a put, and every state at rest',
  },
  {
    name: 'UNDO',
    bit: See.UNDO,
    kind: 'never',
    always: false,
    says: 'an unmap that was for nothing is undone: a page that is kept is still mapped as it was',
    when: 'reclaim or migration gives up on a page',
  },
  {
    name: 'useless-invalidation',
    bit: See.useless,
    kind: 'never',
    always: false,
    says: 'no notifier client is disturbed for a page whose pin was complete from before the page lock to the giving up (settled)',
    when: 'reclaim or migration gives up on a page whose pin was settled',
  },
  {
    name: 'useless-invalidation-racing',
    bit: See.uselessRacing,
    kind: 'never',
    always: false,
    says: 'no notifier client is disturbed for a page on which a pin landed while reclaim or migration was at work',
    when: 'reclaim or migration gives up on a page on which a pin landed meanwhile',
  },
  {
    name: 'needless-copy',
    bit: See.needlessCopy,
    kind: 'never',
    always: false,
    says: 'a write fault does not copy a page that nobody else maps',
    when: 'a write fault copies a page',
  },
  {
    name: 'device-waits',
    bit: See.deviceWaits,
    kind: 'never',
    always: false,
    says: 'no notifier callback has to wait for a running job',
    when: 'a client is told of an invalidation',
  },
  {
    name: 'reclaimed',
    bit: See.reclaimed,
    kind: 'sometimes',
    always: false,
    says: 'reclaim frees a page',
    when: 'reclaim frees a page',
  },
  {
    name: 'kept-pinned',
    bit: See.keptPinned,
    kind: 'sometimes',
    always: false,
    says: 'reclaim or migration gives up on a page that somebody holds',
    when: 'reclaim or migration gives up on a page',
  },
  {
    name: 'pageout-of-pinned',
    bit: See.wroteOutPinned,
    kind: 'never',
    always: false,
    says: 'reclaim does not start to write out a page that is pinned',
    when: 'reclaim writes a page out',
  },
  {
    name: 'pin-of-cleared',
    bit: See.pinCleared,
    kind: 'never',
    always: false,
    says: 'no pin is taken on a page through an entry that maps another page, or none, when the pin is complete',
    when: 'a pin is complete',
  },
  {
    name: 'stale-read',
    bit: See.staleRead,
    kind: 'never',
    always: false,
    says: 'no CPU reads through a TLB entry of a page that reclaim has given up and another thread has faulted in anew and written',
    when: 'a read through an entry whose address means another page by now',
  },
  {
    name: 'deadlock',
    bit: See.deadlock,
    kind: 'never',
    always: true,
    says: 'no state is reached in which a thread is blocked inside a path for ever',
    when: 'a state from which nothing moves',
  },
  {
    name: 'STAY',
    bit: See.STAY,
    kind: 'never',
    always: true,
    says: 'the physical address of a page does not change while somebody holds it',
    when: 'a migration moves a page',
  },
  {
    name: 'FSRDY',
    bit: See.FSRDY,
    kind: 'never',
    always: true,
    ofFiles: true,
    says: 'no page of a file becomes dirty without what its file system prepares for it: buffers, or room for a copy',
    when: 'a clean page of a file becomes dirty',
  },
  {
    name: 'STBL',
    bit: See.STBL,
    kind: 'never',
    always: true,
    ofFiles: true,
    says: 'the bytes of a page do not change while they are written to a disk that checksums them',
    when: 'a store to a page of a file on a disk that wants stable pages',
  },
  {
    name: 'BUG',
    bit: See.BUG,
    kind: 'never',
    always: true,
    ofFiles: true,
    says: 'nobody runs into a BUG(): a file system over a page that it has not prepared, fork over a copy that has no anon_vma',
    when: 'ext4 writes a page, or fork copies one of a file',
  },
];
