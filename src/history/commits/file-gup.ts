// v6.5: who may pin a page of a file for long and for writing: nobody any more, where somebody keeps track of what is dirty.
import { change, done } from '../../machine/index.js';
import { io_pin_pages, pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';
import { long_pins_unshare } from './84209e87c696.js';

const SERIES = 'mm/gup: disallow GUP writing to file-backed mappings by default';

/** vma_needs_dirty_tracking(): shared, writable, and of a file that is written back. */
const slow_refuses = change(pin_user_pages_fast, edit =>
  edit.after('check_vma_flags', {
    writable_file_mapping_allowed(k, me) {
      if (me.get === 1 || me.longterm === 0 || me.write === 0) return;
      if (k.is_cow_mapping(me.mm, me.page) || !k.tracksDirty(me.page)) return;
      k.mmap_read_unlock(me.mm);
      return done;
    },
  }),
);

export const c8ac268436e6d = commit(
  {
    id: '8ac268436e6d',
    subject: 'mm/gup: disallow FOLL_LONGTERM GUP-nonfast writing to file-backed mappings',
    since: 'v6.5',
    series: SERIES,
    says: 'FOLL_LONGTERM | FOLL_WRITE of a shared mapping whose file is written back is -EFAULT. tmpfs and private mappings are not meant.',
  },
  slow_refuses,
);

/** The walk knows pages only: anonymous ones and those of tmpfs pass. */
export const a6e79df92e4a = commit(
  {
    id: 'a6e79df92e4a',
    subject: 'mm/gup: disallow FOLL_LONGTERM GUP-fast writing to file-backed mappings',
    since: 'v6.5',
    series: SERIES,
    says: 'The fast walk leaves such pages to the slow one, which refuses them.',
  },
  change(long_pins_unshare.path, edit =>
    edit.before('gup_must_unshare', {
      folio_fast_pin_allowed(k, me, go) {
        if (me.get === 1 || me.longterm === 0 || me.write === 0) return;
        const folio = k.folio(me.folio);
        if (folio.file === 0 || folio.swapbacked === 1) return;
        k.unpin(me.device, me.page);
        return go.gup_slow;
      },
    }),
  ),
);

export const c34ed8d0dcd69 = commit(
  {
    id: '34ed8d0dcd69',
    subject: 'io_uring: rsrc: delegate VMA file-backed check to GUP',
    since: 'v6.5',
    series: SERIES,
    says: 'io_uring no longer refuses mappings of files by itself: private ones can be registered.',
  },
  change(io_pin_pages, edit => edit.remove('vm_file')),
);
