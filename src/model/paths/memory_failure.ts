// Hardware says that a page is bad: it is unmapped everywhere, processes are told or killed, and the page is kept out of use for ever.
// A pin stops none of this. The device goes on using the page, and the answer is "failed" because of it.
import { calls, done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, MM, PAGE, ZERO_PAGE } from '../folio.js';
import { Signal } from '../mm.js';
import { Errno } from '../vma.js';
import { split_huge_page_to_list } from './split_huge_page_to_list.js';
import { try_to_unmap } from './try_to_unmap.js';

/** What became of the page (enum mf_result); none: there was nothing to do. */
export const enum MfResult {
  none = 0,
  RECOVERED = 1,
  DELAYED = 2,
  FAILED = 3,
  IGNORED = 4,
}

export const MemoryFailure = record('MemoryFailure', {
  mm: MM,
  page: PAGE,
  /** 0: the frame that the address is on. */
  folio: FRAME,
  /** MF_COUNT_INCREASED: the caller has a reference already. */
  count_increased: 1,
  /** MF_MUST_KILL: the processor cannot go on where it was. */
  must_kill: 1,
  /** MF_ACTION_REQUIRED, for the process that is running: it is told whatever it has asked for. */
  action_required: 1,
  /** Processes want to know at once (vm.memory_failure_early_kill, PR_MCE_KILL_EARLY); others hear of it when they touch the page. */
  early: 1,
  ignore_hwpoison: 1,
  /** page_flags: what the page was when it was locked. */
  lru: 1,
  writeback: 1,
  /** The processes that are to be told, a bit each. */
  tokill: 4,
  unmapped: 1,
  result: 3,
});

export const memory_failure = path('mm/memory-failure.c:memory_failure() @v5.8', MemoryFailure)({
  TestSetPageHWPoison(k, me) {
    if (me.folio === 0) me.folio = k.reachedBy(me.mm, me.page);
    // PageReserved: the zero page is left alone.
    if (me.folio === 0 || me.folio === ZERO_PAGE) return done;
    const page = k.page(me.folio);
    if (page.hwpoison === 1) return done;
    page.hwpoison = 1;
  },
  /** A page that is being freed needs no more than the flag: the allocator looks at it. */
  get_hwpoison_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.ref <= 0) {
      me.result = MfResult.DELAYED;
      return done;
    }
    if (me.count_increased === 0) folio.ref++;
    folio.hwpoison_ref = 1;
  },
  /** try_to_split_thp_page(): one page is bad, the others are not. A large folio to which anybody refers cannot be split. */
  PageTransHuge(k, me, go) {
    const folio = k.folio(me.folio);
    if (folio.order === 0) return go.shake_page;
    if (folio.locked === 1) return wait;
    folio.locked = 1;
    folio.hwpoison_ref = 0;
  },
  split_huge_page: calls(MemoryFailure)(
    split_huge_page_to_list,
    (me, to) => {
      to.folio = me.folio;
    },
    (me, got) => {
      me.result = got.error === Errno.none ? MfResult.none : MfResult.IGNORED;
    },
  ),
  /** The reference is that of the bad page alone now. */
  unlock_page_split(k, me, go) {
    const folio = k.folio(me.folio);
    folio.locked = 0;
    if (me.result !== MfResult.none) return go.MF_MSG_UNSPLIT_THP;
    folio.hwpoison_ref = 1;
  },
  /** lru_add_drain_all(): a page in a batch could be told from no other. */
  shake_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.lru_add_batch === 0) return;
    folio.lru_add_batch = 0;
    folio.lru = 1;
    k.put(me.folio, 1);
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
    me.lru = folio.lru;
    me.writeback = folio.writeback;
  },
  /** Somebody has isolated it: its mappings are left alone. */
  PageLRU: { local: (me, go) => (me.lru === 0 ? go.identify_page_state : go.wait_on_page_writeback) },
  wait_on_page_writeback(k, me) {
    if (k.folio(me.folio).writeback === 1) return wait;
  },
  /** A page in the swap cache gets swap entries instead of hwpoison entries: the flag on the page is looked at when they are followed. */
  hwpoison_user_mappings(k, me, go) {
    if (k.folio_mapcount(me.folio) === 0) return go.identify_page_state;
    if (k.folio(me.folio).swapcache === 1) me.ignore_hwpoison = 1;
  },
  /** Before the unmap, because the page tables say who has it. */
  collect_procs(k, me) {
    if (me.action_required === 1) {
      if (k.pte(me.mm, me.page).frame === me.folio) me.tokill = 1 << me.mm;
      return;
    }
    if (me.early === 0) return;
    for (let mm = 0; mm < k.shape.mms; mm++) if (k.pte(mm, me.page).frame === me.folio) me.tokill |= 1 << mm;
  },
  try_to_unmap: calls(MemoryFailure)(
    try_to_unmap,
    (me, to) => {
      to.folio = me.folio;
      to.page = me.page;
      to.ignore_mlock = 1;
      to.ignore_hwpoison = me.ignore_hwpoison;
      to.hwpoison = 1 - me.ignore_hwpoison;
      to.flush = 1;
    },
    (me, got) => {
      me.unmapped = got.unmapped;
      me.ignore_hwpoison = 0;
    },
  ),
  /** Only where data is lost: the page was dirty, by now as its entries were. A failed unmap means a signal that nobody can catch. */
  kill_procs(k, me) {
    if (k.folio(me.folio).dirty === 1 || me.must_kill === 1)
      for (let mm = 0; mm < k.shape.mms; mm++)
        if (((me.tokill >>> mm) & 1) === 1) k.send_sig(mm, me.unmapped === 1 ? Signal.SIGBUS : Signal.SIGKILL);
    me.tokill = 0;
  },
  unmap_success: { local: (me, go) => (me.unmapped === 1 ? go.identify_page_state : go.MF_MSG_UNMAP_FAILED) },
  MF_MSG_UNMAP_FAILED(_k, me, go) {
    me.result = MfResult.IGNORED;
    return go.unlock_page;
  },

  /** It stays mapped, with all the others, and nobody is told. The flag stays as well. */
  MF_MSG_UNSPLIT_THP(k, me) {
    k.put(me.folio, 1);
    return done;
  },

  identify_page_state(k, me, go) {
    me.unmapped = 0;
    const folio = k.folio(me.folio);
    if (folio.swapcache === 1) return folio.dirty === 1 ? go.me_swapcache_dirty : go.me_swapcache_clean;
    if (me.lru === 1 || folio.lru === 1 || folio.mlocked === 1) return go.delete_from_lru_cache_anon;
    me.result = MfResult.FAILED;
    return go.page_action;
  },
  /** me_pagecache_clean(): nothing else has to be done for an anonymous page, wherever it is. */
  delete_from_lru_cache_anon(k, me, go) {
    k.folio(me.folio).lru = 0;
    me.result = MfResult.RECOVERED;
    return go.page_action;
  },
  /** The only copy of the data: it stays in the swap cache, so that whoever follows a swap entry finds the flag. */
  me_swapcache_dirty(k, me) {
    const folio = k.folio(me.folio);
    folio.dirty = 0;
    folio.not_uptodate = 1;
  },
  delete_from_lru_cache_dirty(k, me, go) {
    const folio = k.folio(me.folio);
    me.result = folio.lru === 1 ? MfResult.DELAYED : MfResult.FAILED;
    folio.lru = 0;
    return go.page_action;
  },
  /** The good data is on disk: the next fault reads it into another frame. */
  me_swapcache_clean(k, me, go) {
    if (k.folio(me.folio).writeback === 1) return go.VM_BUG_ON_PAGE;
    k.delete_from_swap_cache(me.folio);
  },
  delete_from_lru_cache_clean(k, me) {
    const folio = k.folio(me.folio);
    me.result = folio.lru === 1 ? MfResult.RECOVERED : MfResult.FAILED;
    folio.lru = 0;
  },
  page_action_clean: { local: (_me, go) => go.page_action },
  /** delete_from_swap_cache() wants no I/O in flight. A kernel without CONFIG_DEBUG_VM frees the slot under it; here it is left. */
  VM_BUG_ON_PAGE(_k, me) {
    me.result = MfResult.FAILED;
  },
  /** "Still referenced by N users": a pin is one of them. */
  page_action(k, me) {
    const kept = me.result === MfResult.DELAYED && k.folio(me.folio).swapcache === 1 ? 2 : 1;
    if (k.folio(me.folio).ref > kept) me.result = MfResult.FAILED;
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
    return done;
  },
});
