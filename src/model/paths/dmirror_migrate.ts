// A driver moves a page to its device's memory, and fetches it back when the CPU wants it: what an HMM client does. It has no pin; it
// wants the notifier, and it wants the unmap.
import { calls, done, wait } from '../../machine/index.js';
import { path } from '../declare.js';
import { migrate_vma_pages } from './migrate_vma_pages.js';
import { MigrateVma, migrate_vma_setup } from './migrate_vma_setup.js';

export const dmirror_migrate = path('lib/test_hmm.c:dmirror_migrate() @v5.8', MigrateVma)({
  mmap_read_lock(k, me) {
    if (!k.mmap_read_trylock(me.mm)) return wait;
  },
  migrate_vma_setup: calls(MigrateVma)(
    migrate_vma_setup,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
    },
    (me, got) => {
      me.folio = got.folio;
      me.migrate = got.migrate;
    },
  ),
  cpages: { local: (me, go) => (me.migrate === 0 ? go.mmap_read_unlock : go.dmirror_devmem_alloc_page) },
  /** alloc_and_copy(): both pages are locked and nobody maps either. Without memory nothing is moved. */
  dmirror_devmem_alloc_page(k, me) {
    me.newpage = k.alloc(me.page, 0);
    if (me.newpage === 0) return wait;
    const newpage = k.folio(me.newpage);
    newpage.locked = 1;
    newpage.device_private = 1;
    newpage.ref = 2;
    k.page(me.newpage).content = k.page(me.folio).content;
  },
  migrate_vma_pages: calls(MigrateVma)(migrate_vma_pages, (me, to) => {
    to.page = me.page;
    to.folio = me.folio;
    to.newpage = me.newpage;
    to.migrate = me.migrate;
  }),
  mmap_read_unlock(k, me) {
    k.mmap_read_unlock(me.mm);
    return done;
  },
});

/** The CPU has met a device private entry: the page is fetched back, and the fault is taken again. The mmap lock is the fault's. */
export const dmirror_devmem_fault = path('lib/test_hmm.c:dmirror_devmem_fault() @v5.8', MigrateVma)({
  migrate_vma_setup: calls(MigrateVma)(
    migrate_vma_setup,
    (me, to) => {
      to.mm = me.mm;
      to.page = me.page;
      to.back = 1;
    },
    (me, got) => {
      me.folio = got.folio;
      me.migrate = got.migrate;
    },
  ),
  cpages: { local: (me, go) => (me.migrate === 0 ? done : go.alloc_page_vma) },
  alloc_page_vma(k, me) {
    me.newpage = k.alloc(me.page, 0);
    if (me.newpage === 0) return wait;
    k.folio(me.newpage).locked = 1;
    k.page(me.newpage).content = k.page(me.folio).content;
  },
  migrate_vma_pages: calls(MigrateVma)(migrate_vma_pages, (me, to) => {
    to.page = me.page;
    to.folio = me.folio;
    to.newpage = me.newpage;
    to.migrate = me.migrate;
  }),
});
