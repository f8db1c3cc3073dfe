// v5.9: GUP for reading no longer breaks COW first, so it may return a page that is shared.
import { change, done } from '../../machine/index.js';
import { pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

const no_forced_cow = change(pin_user_pages_fast, (edit) =>
  edit.replace('should_force_cow_break', (k, me) => {
    if (k.pin(me.device, me.page).frame !== 0) return done;
    me.want_write = me.write;
  }).replace('check_vma_flags', (k, me) => {
    if (k.allows(me.mm, me.page, me.force === 1 && k.is_cow_mapping(me.mm, me.page) ? 0 : me.write)) return;
    k.mmap_read_unlock(me.mm);
    return done;
  }),
);

export const a308c71bf1e6 = commit(
  {
    id: 'a308c71bf1e6',
    subject: 'mm/gup: Remove enfornced COW mechanism',
    since: 'v5.9',
    says: 'A pin for reading takes the page as it is mapped, shared or not.',
  },
  no_forced_cow,
);
