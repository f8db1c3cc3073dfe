// A load or a store by the process: through the TLB, the page tables, and the fault handler when neither will do.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { CONTENT, CPU, FRAME, MM, PAGE, ZERO_PAGE } from '../folio.js';
import { handle_pte_fault } from './handle_pte_fault.js';

export const Access = record('Access', {
  mm: MM,
  /** The CPU the thread runs on: its own number. */
  cpu: CPU,
  page: PAGE,
  write: 1,
  /** What is written, and at the end what was read. */
  content: CONTENT,
  frame: FRAME,
  /** The mmap lock is still held from the fault before. */
  mmap_locked: 1,
  segv: 1,
  /** The fault handler found the page poisoned: SIGBUS. */
  sigbus: 1,
  /** A load from a poisoned frame: a machine check. */
  mce: 1,
  hwpoison: 1,
});

export const cpu_access = path('arch/x86:cpu_access() @x86-64', Access)({
  /**
   * An entry that was cleared or write-protected may still serve until it is flushed: both are explored. A store through a clean
   * entry re-walks and sets the dirty bit in the PTE first, so a stale clean entry serves no store.
   */
  walk(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (me.mmap_locked === 1) k.mmap_read_unlock(me.mm);
    me.mmap_locked = 0;
    const stale = ((pte.stale_cpus >>> me.cpu) & 1) === 1 && (me.write === 0 || pte.stale_write === 1);
    if (stale && k.choose(2) === 1) {
      if (me.write === 0 && k.page(pte.stale).hwpoison === 1) me.mce = 1;
      else me.content = k.cpu(me.mm, me.page, pte.stale, me.write === 1, me.content);
      return done;
    }
    if (pte.zero === 1 && pte.none === 0 && me.write === 0) {
      k.refill(me.mm, me.page, me.cpu);
      me.content = k.cpu(me.mm, me.page, ZERO_PAGE, false, 0);
      return done;
    }
    if (pte.frame === 0 || pte.none === 1 || (me.write === 1 && pte.write === 0)) return go.mmap_read_lock;
    k.refill(me.mm, me.page, me.cpu);
    if (me.write === 0 || pte.dirty === 1) {
      if (me.write === 0 && k.page(pte.frame).hwpoison === 1) me.mce = 1;
      else me.content = k.cpu(me.mm, me.page, pte.frame, me.write === 1, me.content);
      return done;
    }
    k.setDirty(me.mm, me.page);
    me.frame = pte.frame;
  },

  /** The store itself, some time after the walk: the entry may be gone from the page table, but not yet from this TLB. */
  store(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    const { frame } = me;
    me.frame = 0;
    const present = pte.frame === frame && pte.write === 1 && pte.dirty === 1 && pte.none === 0;
    const stale = pte.stale === frame && pte.stale_write === 1 && ((pte.stale_cpus >>> me.cpu) & 1) === 1;
    if (!present && !stale) return go.walk;
    me.content = k.cpu(me.mm, me.page, frame, true, me.content);
    return done;
  },

  /** The fault: this CPU's entry is gone with it. One that the mapping does not allow is a SIGSEGV, and ends the operation. */
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
    me.mmap_locked = 1;
    k.refill(me.mm, me.page, me.cpu);
    if (k.allows(me.mm, me.page, me.write)) return;
    k.mmap_read_unlock(me.mm);
    me.mmap_locked = 0;
    me.segv = 1;
    return done;
  },
  handle_mm_fault: calls(Access)(
    handle_pte_fault,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.write = me.write;
    },
    (me, got) => {
      me.hwpoison = got.hwpoison;
    },
  ),
  again: { local: (me, go) => (me.hwpoison === 1 ? go.do_sigbus : go.walk) },
  /** arch/x86/mm/fault.c: BUS_MCEERR_AR ends the operation. */
  do_sigbus(k, me) {
    k.mmap_read_unlock(me.mm);
    me.mmap_locked = 0;
    me.hwpoison = 0;
    me.sigbus = 1;
    return done;
  },
});
