// The part of the option "hugetlbfs" that is about migration: a huge page is isolated from another list, moved by another function, and
// put back there.
import { calls, change, done, wait } from '../../machine/index.js';
import {
  add_page_for_migration,
  check_and_migrate_cma_pages,
  do_mbind,
  do_migrate_range,
  do_pages_move,
  Errno,
  Migration,
  Moved,
  migrate_pages,
  PagesMove,
  soft_offline_page,
  unmap_and_move_huge_page,
} from '../../model/index.js';

const PAGES_RETRY = 10;

/** migrate_hugetlbs() since v6.3, and ten passes in every kernel. */
export const hugetlbMigrates = change(migrate_pages, edit =>
  edit
    .aside('unmap_and_move', {
      unmap_and_move_huge_page: calls(Migration)(
        unmap_and_move_huge_page,
        (me, to) => {
          to.page = me.page;
          to.folio = me.folio;
          to.mode = me.mode;
          to.force = me.pass > 2 ? 1 : 0;
        },
        (me, got) => {
          me.rc = got.rc;
          me.pass++;
        },
      ),
      huge_pass: {
        local: (me, go) => (me.rc === Moved.EAGAIN && me.pass < PAGES_RETRY ? go.unmap_and_move_huge_page : done),
      },
    })
    .before('unmap_and_move', {
      PageHuge(k, me, go) {
        if (k.PageHuge(me.folio)) return go.unmap_and_move_huge_page;
      },
    }),
);

export const isolatesForMigration = change(do_pages_move, edit =>
  edit
    .aside('isolate_lru_page', {
      add_page_for_migration: calls(PagesMove)(
        add_page_for_migration,
        (me, to) => {
          to.folio = me.folio;
          to.tail = me.tail;
        },
        (me, got) => {
          me.left = got.left;
        },
      ),
      queued: { local: (me, go) => (me.left === 1 ? go.put_page_left : go.out_putpage) },
    })
    .before('isolate_lru_page', {
      PageHuge(k, me, go) {
        if (k.PageHuge(me.folio)) return go.add_page_for_migration;
      },
    })
    .before('putback_movable_pages', {
      putback_active_hugepage(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        k.folio(me.folio).huge_active = 1;
        me.error = Errno.left_behind;
        return go.put_page;
      },
    }),
);

export const isolatesForPolicy = change(do_mbind, edit =>
  edit
    .before('queue_pages_range', {
      /** Only what this process maps alone. Under the PTL, within one step, as for small pages. */
      queue_pages_hugetlb(k, me, go) {
        const { frame, ptl } = k.pte(me.mm, me.page);
        if (!k.is_vm_hugetlb_page(me.page)) return;
        if (ptl === 1) return wait;
        if (frame === 0 || me.other === 0 || k.page_mapcount(frame) > 1) return go.mbind_range;
        if (k.isolate_huge_page(frame)) me.folio = frame;
        else me.error = Errno.EIO;
        return go.mbind_range;
      },
    })
    .before('putback_movable_pages', {
      putback_active_hugepage(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        k.folio(me.folio).huge_active = 1;
        me.error = Errno.EIO;
        return go.put_page;
      },
    }),
);

/** mm/memory_hotplug.c:do_migrate_range() takes whatever is in use. */
export const isolatesRange = change(do_migrate_range, edit =>
  edit
    .before('isolate_lru_page', {
      isolate_huge_page(k, me, go) {
        if (!k.is_vm_hugetlb_page(me.page)) return;
        const frame = k.activeHugePage(me.page);
        if (frame === 0) return done;
        k.isolate_huge_page(frame);
        me.folio = frame;
        return go.migrate_pages;
      },
    })
    .before('putback_movable_pages', {
      putback_active_hugepage(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        k.folio(me.folio).huge_active = 1;
        return go.put_page;
      },
    }),
);

/** mm/memory-failure.c:soft_offline_huge_page(). */
export const isolatesForOffline = change(soft_offline_page, edit =>
  edit
    .before('shake_page', {
      isolate_huge_page(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        if (k.isolate_huge_page(me.folio)) return go.put_page;
        me.error = Errno.EBUSY;
        return go.put_page_left;
      },
    })
    .before('putback_movable_pages', {
      putback_active_hugepage(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        k.folio(me.folio).huge_active = 1;
        me.moved = 0;
        return go.EIO;
      },
    }),
);

/** A long-term pin of a huge page that has to stay movable: isolated from its own list, or it fares as a small page that cannot be. */
export const isolatesForPin = change(check_and_migrate_cma_pages, edit =>
  edit
    .before('lru_add_drain_all', {
      isolate_huge_page(k, me, go) {
        if (k.PageHuge(me.folio) && k.isolate_huge_page(me.folio)) return go.put_page;
      },
    })
    .before('putback_movable_pages', {
      putback_active_hugepage(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        k.folio(me.folio).huge_active = 1;
        me.moved = 0;
        return go.put_page_isolated;
      },
    }),
);
