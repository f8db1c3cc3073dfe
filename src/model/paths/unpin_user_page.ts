// A device lets go of a page, and says first that it has written it if it has.
import { done, record, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { DEVICE, FRAME, PAGE } from '../folio.js';

export const Unpin = record('Unpin', { device: DEVICE, page: PAGE, make_dirty: 1, folio: FRAME });

export const unpin_user_page = path('mm/gup.c:unpin_user_pages_dirty_lock() @v5.8', Unpin)({
  /** Nothing held: the notifier callback may have released it (i915 before v5.13). */
  page(k, me, go) {
    const { frame } = k.pin(me.device, me.page);
    if (frame === 0) return done;
    me.folio = frame;
    if (me.make_dirty === 0) return go.page_ref_sub;
  },
  /** A page that is dirty already is not dirtied again: whoever cleans it has still to write it. */
  PageDirty(k, me, go) {
    if (k.folio(me.folio).dirty === 1) return go.page_ref_sub;
  },
  lock_page(k, me) {
    const folio = k.folio(me.folio);
    if (folio.locked === 1) return wait;
    folio.locked = 1;
  },
  set_page_dirty(k, me) {
    k.set_page_dirty(me.folio);
  },
  unlock_page(k, me) {
    k.folio(me.folio).locked = 0;
  },
  page_ref_sub(k, me) {
    if (k.pin(me.device, me.page).frame !== 0) k.unpin(me.device, me.page);
    return done;
  },
});
