// The page kinds of the emitted program: each makes one page of its kind, touched and full of INIT.
// A kind names the page flags that make it what it is; they are checked once the pin is held.
import type { Piece } from './piece.js';

export const kindHead = String.raw`
struct kind {
	const char *name;
	void (*make)(struct page *);
	uint64_t flags_on, flags_off;	/* what /proc/kpageflags must say of it */
};

/*
 * The page lies in the middle of a larger mapping and of an aligned 2 MiB range, as most pages do: an
 * operation on it alone splits the VMA, and the split itself notifies the whole 2 MiB.
 */
static void map_page(struct page *page, int flags, int fd)
{
	const uintptr_t huge = 2 << 20;
	uintptr_t area = (uintptr_t)mmap(NULL, 2 * huge, PROT_READ | PROT_WRITE, flags, fd, 0);

	if (area == (uintptr_t)MAP_FAILED)
		give_up("setup", "mmap", errno);
	madvise((void *)area, 2 * huge, MADV_NOHUGEPAGE);
	page->va = (unsigned char *)((area + huge - 1) / huge * huge + huge / 2);
	memset(page->va, INIT, page_size);
}
`;

export const kinds = {
  anon: {
    c: String.raw`
/* Private anonymous memory that has never been near swap. */
static void make_anon(struct page *page)
{
	map_page(page, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static const struct kind kind_anon = {
	"anon", make_anon, .flags_on = FLAG(ANON), .flags_off = FLAG(SWAPCACHE),
};
`,
  },
  anon_sc: {
    c: String.raw`
/*
 * Paged out and read back by a read: the frame keeps its swap slot and stays in the swap cache. The write
 * to swap must be over before the experiment, or reclaim would meet PG_writeback and look no further.
 */
static void make_anon_sc(struct page *page)
{
	map_page(page, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	drain_lru();
	madvise(page->va, page_size, MADV_PAGEOUT);
	if (!pagemap(page->va).swap)
		give_up(free_swap() ? "setup" : "swap", "the page cannot be swapped out", 0);
	(void)*(volatile unsigned char *)page->va;
	for (int i = 0; i < 1000 && (page_flags(pagemap(page->va).pfn) & FLAG(WRITEBACK)); i++)
		usleep(1000);
}

static const struct kind kind_anon_sc = {
	"anon_sc", make_anon_sc, .flags_on = FLAG(ANON) | FLAG(SWAPCACHE), .flags_off = FLAG(WRITEBACK),
};
`,
  },
  memfd: {
    c: String.raw`
/* A dirty page of a memfd, mapped shared: shmem, as a GPU's buffer objects are. */
static void make_memfd(struct page *page)
{
	int fd = memfd_create("pinproof", MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, 4 << 20))
		give_up("setup", "memfd_create", errno);
	map_page(page, MAP_SHARED, fd);
}

static const struct kind kind_memfd = {
	"memfd", make_memfd, .flags_on = FLAG(SWAPBACKED), .flags_off = FLAG(ANON) | FLAG(SWAPCACHE),
};
`,
  },
} as const satisfies Record<string, Piece>;
