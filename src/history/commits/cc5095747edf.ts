// v5.18: ext4 no longer takes buffers for granted when it writes a dirty page.
import { change } from '../../machine/index.js';
import { shrink_page_list, write_cache_pages } from '../../model/index.js';
import { commit } from '../commit.js';

export const cc5095747edf = commit(
  {
    id: 'cc5095747edf',
    subject: "ext4: don't BUG if someone dirty pages without asking ext4 first",
    since: 'v5.18',
    says: 'A dirty page without buffers is no BUG() any more: ext4 warns, clears the dirty flag and writes nothing. The data is lost.',
  },
  change(write_cache_pages, edit =>
    edit
      .replace('page_buffers', (k, me, go) => {
        const folio = k.folio(me.folio);
        if (!k.ext4(me.page) || folio.private === 1) return;
        folio.dirty = 0;
        return go.continue_unlock;
      })
      .rename('page_buffers', 'ext4_warning_inode'),
  ),
  change(shrink_page_list, edit =>
    edit.before('writepage', {
      ext4_warning_inode(k, me, go) {
        if (k.ext4(me.page) && k.folio(me.folio).private === 0) return go.unlock_written;
      },
    }),
  ),
);
