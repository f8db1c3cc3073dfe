// MADV_HWPOISON and MADV_SOFT_OFFLINE: a process says that a page of its own is bad.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE } from '../folio.js';
import { ERRNO } from '../vma.js';
import { handle_pte_fault } from './handle_pte_fault.js';
import { memory_failure } from './memory_failure.js';
import { soft_offline_page } from './soft_offline_page.js';

export const Inject = record('Inject', {
  mm: MM,
  page: PAGE,
  early: 1,
  must_kill: 1,
  count_increased: 1,
  action_required: 1,
  folio: FRAME,
  hwpoison: 1,
  /** MADV_SOFT_OFFLINE. */
  soft: 1,
  error: ERRNO,
  result: 3,
});

export const madvise_inject_error = path('mm/madvise.c:madvise_inject_error() @v5.8', Inject)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  check_vma_flags(k, me, go) {
    if (!k.allows(me.mm, me.page, 0) || me.hwpoison === 1) return go.mmap_read_unlock_fault;
  },
  /** get_user_pages_fast(), for reading. Under the PTL, so that nothing has to be looked at twice. */
  get_user_pages_fast(k, me, go) {
    const pte = k.pte(me.mm, me.page);
    if (pte.ptl === 1) return wait;
    // The zero page is nobody's to poison.
    if (pte.zero === 1) return go.mmap_read_unlock_fault;
    if (pte.frame === 0) return go.faultin_page;
    if (k.folio(pte.frame).ref <= 0) return go.mmap_read_unlock_fault;
    me.folio = pte.frame;
    k.folio(me.folio).ref++;
  },
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
  },
  PageHWPoison(k, me, go) {
    if (k.page(me.folio).hwpoison === 0) return me.soft === 1 ? go.soft_offline_page : undefined;
    return go.put_page_poisoned;
  },
  /** memory_failure() takes a reference of its own: for a moment the page is nobody's but the mapping's. */
  put_page(k, me) {
    k.put(me.folio, 1);
  },
  memory_failure: calls(Inject)(
    memory_failure,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.folio = me.folio;
      to.early = me.early;
      to.must_kill = me.must_kill;
      to.count_increased = me.count_increased;
      to.action_required = me.action_required;
    },
    (me, got) => {
      me.result = got.result;
    },
  ),
  ret: { local: () => done },

  soft_offline_page: calls(Inject)(
    soft_offline_page,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.folio = me.folio;
    },
    (me, got) => {
      me.error = got.error;
    },
  ),
  ret_soft: { local: () => done },

  put_page_poisoned(k, me) {
    k.put(me.folio, 1);
    return done;
  },
  faultin_page: calls(Inject)(
    handle_pte_fault,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
    },
    (me, got) => {
      me.hwpoison = got.hwpoison;
    },
  ),
  retry: { local: (_me, go) => go.check_vma_flags },
  mmap_read_unlock_fault(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});
