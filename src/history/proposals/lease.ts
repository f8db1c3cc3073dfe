// The full answer of the thread's time: file lease and pin. Who pins a page of a file holds a layout lease on it; who takes the page away
// from the file breaks the leases first, and waits until their holders have let go.
import { change, done, wait } from '../../machine/index.js';
import {
  generic_file_direct_write,
  pin_user_pages_fast,
  truncate_inode_pages_range,
  unpin_user_page,
  type World,
  xfs_file_remap_range,
} from '../../model/index.js';
import { commit } from '../commit.js';

/** Taken before the pin, given back after it. None is given while leases are being broken: the pin fails. */
const pins = change(pin_user_pages_fast, edit =>
  edit.before('should_force_cow_break', {
    F_SETLEASE(k, me) {
      if (!k.tracksDirty(me.page)) return;
      const cached = k.cached(me.page);
      if (cached.breaking > 0) return done;
      cached.leases |= 1 << me.device;
    },
  }),
);

const unpins = change(unpin_user_page, edit =>
  edit.replace('page_ref_sub', (k, me) => {
    if (k.pin(me.device, me.page).frame !== 0) k.unpin(me.device, me.page);
    if (k.tracksDirty(me.page)) k.cached(me.page).leases &= ~(1 << me.device);
    return done;
  }),
);

const truncate = change(truncate_inode_pages_range, edit =>
  edit
    .before('unmap_mapping_range', {
      __break_lease(k, me) {
        k.cached(me.page).breaking++;
      },
      /** F_LAYOUT: SIGIO to the holder, and nothing more until he has let go. */
      break_layout(k, me) {
        if (k.cached(me.page).leases !== 0) return wait;
      },
    })
    .before('out', {
      lease_modify(k, me) {
        k.cached(me.page).breaking--;
      },
    }),
);

const reflink = change(xfs_file_remap_range, edit =>
  edit
    .before('filemap_write_and_wait_range', {
      __break_lease(k, me) {
        k.cached(me.page).breaking++;
      },
      break_layout(k, me) {
        if (k.cached(me.page).leases !== 0) return wait;
      },
    })
    .replace('xfs_reflink_remap_blocks', (k, me) => {
      k.share_block(me.page, me.other);
      k.cached(me.page).breaking--;
      return done;
    }),
);

const directWrite = change(generic_file_direct_write, edit =>
  edit
    .before('filemap_write_and_wait_range', {
      __break_lease(k, me) {
        k.cached(me.page).breaking++;
      },
      break_layout(k, me) {
        if (k.cached(me.page).leases !== 0) return wait;
      },
    })
    .before('out', {
      lease_modify(k, me) {
        k.cached(me.page).breaking--;
      },
    }),
);

/** lease_break_time: the holder has had his time, at any moment. */
const overdue = (k: World, page: number): boolean => k.cached(page).leases !== 0 && !k.maybe(true);

export const leaseTimeout = commit(
  {
    id: 'lease-timeout',
    subject: 'file leases for pins, and a holder who does not answer in time loses his',
    since: '-',
    says: "As lease, but whoever waits goes on after lease_break_time. Nobody is blocked for ever; the pin keeps a page that is nobody's.",
  },
  pins,
  unpins,
  truncate,
  reflink,
  directWrite,
  change(truncate.path, edit =>
    edit.replace('break_layout', (k, me) => {
      if (overdue(k, me.page)) return wait;
    }),
  ),
  change(reflink.path, edit =>
    edit.replace('break_layout', (k, me) => {
      if (overdue(k, me.page)) return wait;
    }),
  ),
  change(directWrite.path, edit =>
    edit.replace('break_layout', (k, me) => {
      if (overdue(k, me.page)) return wait;
    }),
  ),
);

export const lease = commit(
  {
    id: 'lease',
    subject: 'whoever pins a page of a file holds a layout lease on it; truncate, punch, reflink and O_DIRECT writes break it',
    since: '-',
    says: 'They wait until the holder has unpinned, and no new pin is given meanwhile. A holder who does not answer blocks them for ever.',
  },
  pins,
  unpins,
  truncate,
  reflink,
  directWrite,
);
