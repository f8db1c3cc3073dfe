// v6.2: a long-term pin for reading makes a private page the process's own first: the zero page too, not only shared anonymous ones.
import { calls, change } from '../../machine/index.js';
import { Fault, wp_page_copy } from '../../model/index.js';
import { commit } from '../commit.js';
import { pin_only_exclusive, unshare_fault } from './anon-exclusive.js';

export const long_pins_unshare = change(pin_only_exclusive.path, edit =>
  edit
    .replace('gup_must_unshare', (k, me, go) => {
      const page = k.page(me.folio);
      const ours = k.PageAnon(me.folio) ? page.anon_exclusive === 1 : me.longterm === 0;
      const shared = me.get === 0 && me.write === 0 && me.pte_write === 0 && !ours;
      if (shared) {
        k.unpin(me.device, me.page);
        return go.gup_slow;
      }
      // A fork may still have been under way.
      if (me.get === 0 && k.shape.forks) return;
      k.pin(me.device, me.page).pending = 0;
      return go.SetPageReferenced;
    })
    .replace('gup_must_unshare_slow', (k, me, go) => {
      const pte = k.pte(me.mm, me.page);
      if (me.get === 1 || me.write === 1 || pte.write === 1) return;
      // is_cow_mapping(): whatever is no anonymous page may be replaced by a write.
      const shared = k.PageAnon(me.folio)
        ? k.page(me.folio).anon_exclusive === 0
        : me.longterm === 1 && k.is_cow_mapping(me.mm, me.page);
      if (!shared) return;
      pte.ptl = 0;
      me.folio = 0;
      me.unshare = 1;
      return go.faultin_page;
    }),
);

export const c84209e87c696 = commit(
  {
    id: '84209e87c696',
    subject: 'mm/gup: reliable R/O long-term pinning in COW mappings',
    since: 'v6.2',
    says: 'FOLL_LONGTERM without FOLL_WRITE replaces the zero page by a page of its own before it pins, so that a later write keeps it.',
  },
  long_pins_unshare,
  change(unshare_fault.path, edit =>
    edit.replace(
      'wp_page_copy',
      calls(Fault)(wp_page_copy, (me, to) => {
        to.mm = me.mm;
        to.page = me.page;
        to.unshare = me.unshare;
      }),
    ),
  ),
);
