// v6.5: direct I/O pins its pages instead of only referring to them, and becomes visible to every test for pins.
import { calls, change } from '../../machine/index.js';
import { bio_iov_iter_get_pages, Gup, pin_user_pages_fast } from '../../model/index.js';
import { commit } from '../commit.js';

const SERIES = 'block: use page pinning';

export const a7e689dd1c06 = commit(
  {
    id: 'a7e689dd1c06',
    subject: 'block: Convert bio_iov_iter_get_pages to use iov_iter_extract_pages',
    since: 'v6.5',
    series: SERIES,
    says: 'O_DIRECT takes FOLL_PIN.',
  },
  change(bio_iov_iter_get_pages, (edit) =>
    edit
      .replace(
        'iov_iter_get_pages',
        calls(Gup)(pin_user_pages_fast, (me, to) => {
          to.device = me.device;
          to.mm = me.mm;
          to.page = me.page;
          to.write = me.write;
          to.times = me.times;
        }),
      )
      .rename('iov_iter_get_pages', 'iov_iter_extract_pages'),
  ),
);

export const c1ccf164ec866 = commit({
  id: '1ccf164ec866',
  subject: 'block: Use iov_iter_extract_pages() and page pinning in direct-io.c',
  since: 'v6.5',
  series: SERIES,
  says: 'The same for the old direct-I/O code; one path stands for both here.',
});

export const c403b6fb8dac1 = commit({
  id: '403b6fb8dac1',
  subject: 'block: convert bio_map_user_iov to use iov_iter_extract_pages',
  since: 'v6.5',
  series: SERIES,
  says: 'The same for passthrough requests; one path stands for both here.',
});
