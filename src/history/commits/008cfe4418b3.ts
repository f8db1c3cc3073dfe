// v5.9: an mm remembers that somebody has pinned in it once, so that fork need not ask every page.
import { change } from '../../machine/index.js';
import { pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

/** Before the walk, so that whoever finds the bit clear knows that no FOLL_PIN is complete or about to be. */
export const mm_has_pinned = change(pin_user_pages_fast, edit =>
  edit.after('should_force_cow_break', {
    mm_set_has_pinned_flag(k, me) {
      if (me.get === 0) k.setHasPinned(me.mm);
    },
  }),
);

export const c008cfe4418b3 = commit(
  {
    id: '008cfe4418b3',
    subject: 'mm: Introduce mm_struct.has_pinned',
    since: 'v5.9',
    says: 'A sticky bit of the mm: an mm that never pinned anything is not asked for pinned pages. 70e806e4e645 uses it.',
  },
  mm_has_pinned,
);
