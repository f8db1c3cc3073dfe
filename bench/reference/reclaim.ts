// Reclaim takes a frame away from its page: unmap everywhere, write to swap, free; or put it back.
// The frame is locked from the first step to the last. Which of it a pin forbids is what the variants differ in.
import { done, record, wait } from '../../src/machine/index.js';
import { I1, I2, I4, type Memory, path } from './memory.js';

/** frame: the one being reclaimed. mapping: how far the unmap has come. attempt: which reclaimer this is. */
const Reclaim = record('Reclaim', { frame: 3, mapping: 2, attempt: 3 });

export const reclaim = path(
  'pinreclaim:reclaim_frame() @2020-06',
  Reclaim,
)({
  lock_frame(k, me) {
    const f = k.choose(k.config.frames) + 1;
    const frame = k.frames[f];
    if (!k.lockable(frame)) return wait;
    frame.lock = 1;
    frame.ref++;
    me.frame = f;
    k.attempts[me.attempt].pinners = k.pinners(f);
  },
  add_to_swap(k, me) {
    const frame = k.frames[me.frame];
    const page = k.pages[frame.own];
    if (page.swapcache !== 0) return;
    page.swapcache = me.frame;
    frame.ref++;
    frame.dirty = 1;
  },
  /** The notifier is called for each mapping, before its PTE is looked at under the lock. */
  next_mapping(k, me, go) {
    const m = k.findMapping(me.mapping, k.frames[me.frame].own, me.frame);
    if (m < 0) {
      me.mapping = 0;
      return go.clear_dirty;
    }
    k.notifierStart(me.attempt);
    me.mapping = m;
  },
  clear_pte(k, me) {
    clearPte(k, me.frame, me.mapping);
  },
  notifier_end(k, me, go) {
    if (me.mapping + 1 < k.config.mappings) {
      me.mapping++;
      return go.next_mapping;
    }
    me.mapping = 0;
  },
  /** Pageout: the dirty bit goes first, so that a write during the writing is not lost. */
  clear_dirty(k, me, go) {
    const frame = k.frames[me.frame];
    if (frame.dirty === 0) return go.freeze;
    frame.dirty = 0;
  },
  write_swap(k, me) {
    k.frames[me.frame].stale = 0;
  },
  /** Two references are ours and the swap cache's; any other is a pin, a fault or a mapping that came back. */
  freeze(k, me, go) {
    const frame = k.frames[me.frame];
    if (frame.ref !== 2) return go.put_back;
    frame.ref = 0;
  },
  free_frame(k, me, go) {
    const frame = k.frames[me.frame];
    if (frame.dirty !== 0) {
      frame.ref = 2;
      return go.put_back;
    }
    freeFrame(k, me.frame, me.attempt);
    return done;
  },
  put_back(k, me) {
    const frame = k.frames[me.frame];
    k.check(I4, frame.ref >= 2);
    frame.lock = 0;
    k.put(frame, 1);
    k.attempts[me.attempt].pinners = 0;
  },
});

/** Under the PTE lock: what the PTE knew of dirt goes to the frame. */
export function clearPte(k: Memory, f: number, mapping: number): void {
  const frame = k.frames[f];
  const pte = k.pte(mapping, frame.own);
  if (pte.dirty !== 0) frame.dirty = 1;
  pte.dirty = 0;
  pte.frame = 0;
  k.put(frame, 1);
}

/** The content must be in swap by now, and no device may still write to the frame. */
export function freeFrame(k: Memory, f: number, attempt: number): void {
  const frame = k.frames[f];
  k.check(I1, frame.stale === 0);
  k.check(I2, k.pinners(f) === 0);
  k.pages[frame.own].swapcache = 0;
  frame.own = 0;
  frame.lock = 0;
  frame.ref = 0;
  frame.dirty = 0;
  frame.stale = 0;
  k.attempts[attempt].pinners = 0;
}
