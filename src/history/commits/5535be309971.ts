// v6.0: FOLL_FORCE writes to an exclusive anonymous page and to no other; that a forced fault has been through proves nothing any more.
import { change, wait } from '../../machine/index.js';
import { pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

export const forced_to_exclusive = change(pin_user_pages_fast, edit =>
  edit
    .replace('follow_page_pte', (k, me, go) => {
      const pte = k.pte(me.mm, me.page);
      if (pte.ptl === 1) return wait;
      me.folio = 0;
      me.head = 0;
      me.exact = 0;
      me.pte_write = 0;
      me.pmd = 0;
      const frame = k.mapped(me.mm, me.page);
      // can_follow_write_pte()
      const forced = me.force === 1 && pte.frame !== 0 && k.PageAnon(frame) && k.page(frame).anon_exclusive === 1;
      const writable = pte.write === 1 || (forced && !k.allows(me.mm, me.page, 1) && !k.tracksWrites(me.mm, me.page));
      if (frame === 0 || pte.none === 1 || (me.want_write === 1 && !writable)) return go.faultin_page;
      pte.ptl = 1;
      me.folio = frame;
    })
    .replace('FOLL_COW', (k, me, go) => {
      if (me.hwpoison === 0) return go.check_vma_flags;
      k.mmap_read_unlock(me.mm);
    })
    .rename('FOLL_COW', 'VM_FAULT_ERROR'),
);

export const c5535be309971 = commit(
  {
    id: '5535be309971',
    subject: 'mm/gup: fix FOLL_FORCE COW security issue and remove FOLL_COW',
    since: 'v6.0',
    says: 'Before, an entry that was dirty after a forced write fault was taken for the copy, whoever had made it dirty.',
  },
  forced_to_exclusive,
);
