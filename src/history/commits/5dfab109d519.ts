// v6.3: migrate_pages() in batches: first unmap, then move, each with its passes, and no undo in between.
import { calls, change, done } from '../../machine/index.js';
import {
  MigrateMode,
  Migration,
  Moved,
  migrate_folio_unmap,
  migrate_pages,
  migrate_pages_batch,
  try_to_migrate,
  try_to_migrate_one,
} from '../../model/index.js';
import { commit } from '../commit.js';

const SERIES = 'migrate_pages(): batch TLB flushing';
const ASYNC_RETRY = 3;
const PAGES_RETRY = 10;

const in_batches = change(migrate_pages, edit =>
  edit
    .replace(
      'unmap_and_move',
      calls(Migration)(
        migrate_pages_batch,
        (me, to) => {
          to.page = me.page;
          to.folio = me.folio;
          to.mode = me.mode;
          to.nr_pass = PAGES_RETRY;
        },
        (me, got) => {
          me.rc = got.rc;
        },
      ),
    )
    .rename('unmap_and_move', 'migrate_pages_batch')
    .remove('pass'),
);

export const c5dfab109d519 = commit(
  {
    id: '5dfab109d519',
    subject: 'migrate_pages: batch _unmap and _move',
    since: 'v6.3',
    series: SERIES,
    says:
      'A page that cannot be unmapped is tried again in each pass. One that is unmapped and cannot be moved stays unmapped ' +
      'through all passes, and is mapped back once.',
  },
  in_batches,
);

export const c7e12beb8ca2a = commit(
  {
    id: '7e12beb8ca2a',
    subject: 'migrate_pages: batch flushing TLB',
    since: 'v6.3',
    series: SERIES,
    says: 'TLBs are flushed after the unmapping of a batch, as reclaim does it, and before anything is copied.',
  },
  change(migrate_folio_unmap, edit =>
    edit.replace(
      'try_to_migrate',
      calls(Migration)(
        try_to_migrate,
        (me, to) => {
          to.folio = me.folio;
          to.page = me.page;
          to.more = me.more;
          to.batch_flush = me.mode === MigrateMode.async ? 1 : 0;
        },
        (me, got) => {
          me.unmapped = got.unmapped;
          me.revoked = got.revoked;
        },
      ),
    ),
  ),
  change(try_to_migrate_one, edit =>
    edit.after('ptep_get_and_clear', {
      should_defer_flush: { local: (me, go) => (me.batch_flush === 1 ? go.set_page_dirty : go.flush_tlb_page) },
    }),
  ),
);

export const c2ef7dbb26990 = commit(
  {
    id: '2ef7dbb26990',
    subject: 'migrate_pages: try migrate in batch asynchronously firstly',
    since: 'v6.3',
    series: 'migrate_pages: fix deadlock in batched synchronous migration',
    says: 'Synchronous migration tries three asynchronous passes first, and then seven that wait, page by page.',
  },
  change(in_batches.path, edit =>
    edit
      .replace(
        'unmap_and_move',
        calls(Migration)(
          migrate_pages_batch,
          (me, to) => {
            to.page = me.page;
            to.folio = me.folio;
            to.mode = me.pass === 0 ? MigrateMode.async : me.mode;
            to.nr_pass = me.mode === MigrateMode.async ? PAGES_RETRY : me.pass === 0 ? ASYNC_RETRY : PAGES_RETRY - ASYNC_RETRY;
          },
          (me, got) => {
            me.rc = got.rc;
            me.pass++;
          },
        ),
      )
      .after('unmap_and_move', {
        migrate_pages_sync: {
          local: (me, go) => {
            if (me.rc !== Moved.success && me.mode !== MigrateMode.async && me.pass === 1) return go.unmap_and_move;
            return done;
          },
        },
      }),
  ),
);
