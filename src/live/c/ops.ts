// The operations of the emitted program: what is done to the page while the pin is held.
// Each returns the system call's result and may add facts of its own to the row's note.
import type { Piece } from './piece.js';

export const opHead = String.raw`
struct op {
	const char *name;
	int (*run)(struct page *);	/* 0 or -errno */
	int needs_swap;			/* when the page is anonymous */
};
`;

export const ops = {
  none: {
    c: String.raw`
/* Nothing: the row that tells what the pin alone does. */
static int run_none(struct page *page)
{
	(void)page;
	return 0;
}

static const struct op op_none = { "none", run_none, 0 };
`,
  },
  pageout: {
    c: String.raw`
/* Reclaim of this one page. It answers 0 even when the kernel refused: only pagemap tells. */
static int run_pageout(struct page *page)
{
	return madvise(page->va, page_size, MADV_PAGEOUT) ? -errno : 0;
}

static const struct op op_pageout = { "pageout", run_pageout, .needs_swap = 1 };
`,
  },
  dontneed: {
    c: String.raw`
/* The process itself throws its mapping away; anonymous data is lost by request. */
static int run_dontneed(struct page *page)
{
	return madvise(page->va, page_size, MADV_DONTNEED) ? -errno : 0;
}

static const struct op op_dontneed = { "dontneed", run_dontneed, 0 };
`,
  },
  mprotect_ro_rw: {
    c: String.raw`
/* Write-protected and made writable again: the frame must stay, and the client is told both times. */
static int run_mprotect_ro_rw(struct page *page)
{
	int rc = mprotect(page->va, page_size, PROT_READ) ? -errno : 0;

	add_note("ro:present=%d", pagemap(page->va).present);
	if (mprotect(page->va, page_size, PROT_READ | PROT_WRITE) && !rc)
		rc = -errno;
	return rc;
}

static const struct op op_mprotect_ro_rw = { "mprotect_ro_rw", run_mprotect_ro_rw, 0 };
`,
  },
} as const satisfies Record<string, Piece>;
