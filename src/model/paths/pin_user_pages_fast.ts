// A device takes a reference on the page behind an address: FOLL_PIN or FOLL_GET, the fast walk first, then the slow one.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, FRAME, MM, PAGE } from '../folio.js';
import { handle_pte_fault } from './handle_pte_fault.js';

export const Gup = record('Gup', {
  device: DEVICE,
  mm: MM,
  page: PAGE,
  /** FOLL_WRITE as the caller asked. */
  write: 1,
  /** What the walk looks for: FOLL_WRITE, asked or forced. */
  want_write: 1,
  /** FOLL_GET instead of FOLL_PIN. */
  get: 1,
  /** FOLL_FORCE: a write to a private mapping that is read-only goes to a copy. */
  force: 1,
  /** FOLL_FAST_ONLY: no slow walk to fall back on. */
  fast_only: 1,
  /** The page's own frame. */
  folio: FRAME,
  /** compound_head() as the fast walk saw it, and hpage_pincount_available(): whether its pins are counted exactly. */
  head: FRAME,
  exact: 1,
  /** The entry as the fast walk read it. */
  pte_write: 1,
  pmd: 1,
  /** mm->write_protect_seq before the fast walk (57efa1fe5957). */
  seq: 4,
  unshare: 1,
  /** FOLL_COW: a forced write fault has been through. */
  cow: 1,
  /** The page lies where a long-term pin must not stay. */
  unpinnable: 1,
  /** What the check for it came to. */
  rc: 2,
  /** faultin_page() says -EHWPOISON or -EFAULT. */
  hwpoison: 1,
  /** FOLL_LONGTERM: memory outside CMA and ZONE_MOVABLE is taken just the same. */
  longterm: 1,
  /** References taken at once; 1 but for scenarios that say xN. */
  times: 22,
});

export const pin_user_pages_fast = path('mm/gup.c:internal_get_user_pages_fast() @v5.8', Gup)({
  /** 5.8 wants a writable entry for reads too, in the fast walk of any mapping: the early COW break of 17839856fd58. */
  should_force_cow_break(k, me) {
    // What it holds already it need not take again.
    if (k.pin(me.device, me.page).frame !== 0) return done;
    me.want_write = me.fast_only === 1 ? me.write : 1;
  },

  /** Interrupts are off from here to the recheck: page tables stay, entries may change at any moment. gup_huge_pmd() where a PMD maps. */
  gup_pte_range(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.frame === 0 || pte.none === 1 || (me.want_write === 1 && pte.write === 0)) return go.gup_slow;
    me.folio = pte.frame;
    me.pte_write = pte.write;
    me.pmd = pte.pmd;
    me.head = k.head(pte.frame);
    me.exact = me.get === 0 ? k.page(me.head).counts_pins : 0;
  },
  /**
   * Adds the whole bias at once, or one where pins are counted exactly, unless the count is 0, the page being freed, or has run over into
   * the sign. The head may be none any more: the folio may have been split since it was looked up.
   */
  try_grab_compound_head(k, me, go) {
    const head = k.page(me.head);
    if (head.ref <= 0) return go.gup_slow;
    head.ref += me.times * (me.get === 1 || me.exact === 1 ? 1 : k.shape.bias);
    if (me.exact === 0) return go.pte_val;
  },
  hpage_pincount_add(k, me) {
    const head = k.page(me.head);
    if (head.counts_pins === 1) head.pincount += me.times;
  },
  /** The other half of "clear, then look; pin, then look": a changed entry means that the unmapper may not have seen this pin. */
  pte_val(k, me, go) {
    if (!k.pteSame(me.mm, me.page, me.folio, me.pte_write, me.pmd)) return go.put_compound_head;
    k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times);
  },
  SetPageReferenced: { local: () => done },
  put_compound_head(k, me) {
    k.put_compound_head(me.head, me.get, me.times);
  },

  gup_slow: { local: (me, go) => (me.fast_only === 1 ? done : go.mmap_read_lock) },
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  /** -EFAULT where the mapping does not allow it. In 5.8 a reader asks for a write where a later write would copy, and only there. */
  check_vma_flags(k, me) {
    me.want_write = k.is_cow_mapping(me.mm, me.page) ? 1 : me.write;
    if (k.allows(me.mm, me.page, me.force === 1 && k.is_cow_mapping(me.mm, me.page) ? 0 : me.write)) return;
    k.mmap_read_unlock(me.mm);
    return done;
  },
  /** Under the PTL, so that no recheck is needed. */
  follow_page_pte(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    me.folio = 0;
    me.head = 0;
    me.exact = 0;
    me.pte_write = 0;
    me.pmd = 0;
    // FOLL_COW: a write fault that was forced on a read-only mapping has made the page ours, if not writable.
    const cow_broken = me.cow === 1 && pte.dirty === 1;
    // is_zero_pfn(): no normal page, and taken all the same.
    const frame = k.mapped(me.mm, me.page);
    if (frame === 0 || pte.none === 1 || (me.want_write === 1 && pte.write === 0 && !cow_broken)) return go.faultin_page;
    pte.ptl = 1;
    me.folio = frame;
  },
  try_grab_page(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.ref <= 0) return go.pte_unmap_unlock;
    folio.ref += me.times * k.referencesOf(me.folio, me.get);
    if (me.get === 0 && folio.counts_pins === 1) folio.pincount += me.times;
    k.pinned(me.device, me.page, me.folio, me.get, me.write, me.times, me.unpinnable);
  },
  /** FOLL_TOUCH, which internal_get_user_pages_fast() adds for its slow walk: a clean page pinned for writing is dirtied. */
  FOLL_TOUCH(k, me) {
    const folio = k.folio(me.folio);
    const touches = me.longterm === 0 && me.want_write === 1;
    if (touches && k.pte(me.mm, me.page).dirty === 0 && folio.dirty === 0) folio.dirty = 1;
  },
  pte_unmap_unlock(k, me) {
    k.pte(me.mm, me.page).ptl = 0;
    k.mmap_read_unlock(me.mm);
    return done;
  },
  faultin_page: calls(Gup)(
    handle_pte_fault,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.write = me.want_write;
      to.unshare = me.unshare;
      me.unshare = 0;
    },
    (me, got) => {
      me.hwpoison = got.hwpoison;
    },
  ),
  /** VM_FAULT_WRITE on a mapping that is not writable: the page is ours, if not writable. */
  FOLL_COW(k, me, go) {
    if (me.hwpoison === 1) {
      k.mmap_read_unlock(me.mm);
      return done;
    }
    if (me.want_write === 1 && !k.allows(me.mm, me.page, 1)) me.cow = 1;
    return go.check_vma_flags;
  },
});
