// One page of the emitted program: where it is mapped, in which frame, and what the kernel says of both.
// Everything observed comes from /proc, so a row can be checked by hand with the same files.

/** Where an address is mapped: all that the probing program needs. */
export const pagemap = String.raw`
struct mapping {
	int present, swap;
	uint64_t pfn;
};

/* One 64-bit word of a /proc file; it stays open, so that a look right after an operation allocates nothing. */
static uint64_t proc_word(int *fd, const char *path, uint64_t index)
{
	uint64_t word = 0;

	if (!*fd)
		*fd = open(path, O_RDONLY | O_CLOEXEC);
	return pread(*fd, &word, sizeof(word), index * sizeof(word)) == sizeof(word) ? word : 0;
}

/* Without CAP_SYS_ADMIN every frame number reads as 0. */
static struct mapping pagemap(const void *va)
{
	static int fd;
	uint64_t word = proc_word(&fd, "/proc/self/pagemap", (uintptr_t)va / page_size);
	int present = word >> 63;

	return (struct mapping){ present, word >> 62 & 1, present ? word & ((1ULL << 55) - 1) : 0 };
}
`;

/** What the experiment looks at besides. */
export const page = String.raw`
struct page {
	unsigned char *va;
	uint64_t pfn;		/* the frame that was pinned: what every later frame is compared with */
};

#define FLAG(name)	(1ULL << KPF_##name)

static uint64_t page_flags(uint64_t pfn)
{
	static int fd;

	return proc_word(&fd, "/proc/kpageflags", pfn);
}

/*
 * A page fresh on the LRU also has a reference from its CPU's batch, and reclaim would refuse it for that
 * one alone. madvise_cold() => lru_add_drain() empties the batch; the page it is asked about is a dummy.
 */
static void drain_lru(void)
{
	static unsigned char *dummy;

	if (!dummy)
		dummy = mmap(NULL, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	*dummy = 1;
	madvise(dummy, page_size, MADV_COLD);
}

/* Pages pinned now, in the whole system: per-CPU counts are folded late, so ask for it first. -1: not counted. */
static long pages_pinned(void)
{
	long acquired, released;
	char *line;

	slurp("/proc/sys/vm/stat_refresh");
	line = strstr(slurp("/proc/vmstat"), "nr_foll_pin_acquired");
	if (!line || sscanf(line, "nr_foll_pin_acquired %ld nr_foll_pin_released %ld", &acquired, &released) != 2)
		return -1;
	return acquired - released;
}

static long minor_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_minflt;
}
`;
