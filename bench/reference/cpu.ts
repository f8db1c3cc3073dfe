// A CPU thread writes to pages of its address space for ever, and faults them in when they are not there.
// A fault takes the frame from the swap cache, or a free one, then waits for the page lock to map it.
import { record, wait } from '../../src/machine/index.js';
import { I4, I5, type Memory, path } from './memory.js';

/** page, frame: the fault that is being handled. mapping: the thread's address space. */
const Cpu = record('Cpu', { page: 3, frame: 3, mapping: 2 });

export const cpu = path(
  'pinreclaim:touch_page() @2020-06',
  Cpu,
)({
  touch(k, me, go) {
    const p = k.choose(k.config.pages) + 1;
    const pte = k.pte(me.mapping, p);
    if (pte.frame === k.migrating) return wait;
    if (pte.frame !== 0) {
      const frame = k.frames[pte.frame];
      k.check(I5, frame.own === p);
      pte.dirty = 1;
      frame.stale = 1;
      return go.touch;
    }
    const f = faultIn(k, p);
    if (f === 0) return wait;
    me.page = p;
    me.frame = f;
  },
  /** do_swap_page() under the page lock: still in the swap cache and not mapped meanwhile, or all for nothing. */
  map(k, me) {
    const frame = k.frames[me.frame];
    if (frame.lock !== 0) return wait;
    const page = k.pages[me.page];
    const pte = k.pte(me.mapping, me.page);
    if (page.swapcache !== me.frame || pte.frame !== 0) {
      k.check(I4, frame.ref >= 2);
      k.put(frame, 1);
      return;
    }
    pte.frame = me.frame;
    pte.dirty = 0;
    // The last address space to map the page takes it out of the swap cache.
    if (k.findMapping(0, me.page, 0) >= 0) return;
    page.swapcache = 0;
    frame.dirty = 1;
    k.put(frame, 1);
  },
});

/** A reference to the page's frame in the swap cache, or to a new one; 0 when it is frozen or no frame is free. */
function faultIn(k: Memory, p: number): number {
  const page = k.pages[p];
  if (page.swapcache !== 0) {
    const frame = k.frames[page.swapcache];
    if (frame.ref === 0) return 0;
    frame.ref++;
    return page.swapcache;
  }
  const n = k.lowestFree();
  if (n === 0) return 0;
  const frame = k.frames[n];
  page.swapcache = n;
  frame.own = p;
  frame.ref = 2;
  frame.dirty = 0;
  frame.stale = 0;
  return n;
}
