// v6.11: a read fault on an exclusive swapped page maps it writable at once, and clean.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { swap_in_trusts_entry } from './anon-exclusive.js';

export const swap_in_maps_writable = commit(
  {
    id: 'c18160dba5ff',
    subject: 'mm: swap: reuse exclusive folio directly instead of wp page faults',
    since: 'v6.11',
    says: 'Swap-in for reading maps an exclusive page writable and clean: GUP-fast may then pin a clean page, and no write fault follows.',
  },
  change(swap_in_trusts_entry.path, (edit) =>
    edit.replace('set_pte_at', (k, me) => {
      const pte = k.pte(me.mm, me.page);
      pte.frame = me.folio;
      pte.swap = 0;
      pte.swap_exclusive = 0;
      const writable = me.unuse === 0 && k.allows(me.mm, me.page, 1) && !k.tracksWrites(me.mm, me.page);
      // Where it is not, a write is left to do_wp_page().
      if (!writable) me.reuse = 0;
      pte.write = me.exclusive === 1 && writable ? 1 : 0;
      pte.dirty = me.reuse;
    }),
  ),
);
