// The experiment of the emitted program: one case in one fresh process, from making the page to its JSON line.
// The order of the steps is the table's own (make, pin, drain, notifier, operation, 3 ms, drain, look).

/** Before the pieces: they may give a case up or add to its note. */
export const saying = String.raw`
static char title[256];		/* the case that runs, as its line begins */
static char note[256];		/* what its steps want to add */

#define add_note(format, ...) \
	snprintf(note + strlen(note), sizeof(note) - strlen(note), "%s" format, *note ? ";" : "", ##__VA_ARGS__)

/* Ends a case without a row: a reason by name, never a result. */
static void give_up(const char *reason, const char *detail, int error)
{
	printf("{%s,\"skipped\":\"%s\",\"detail\":\"%s%s%s\"}\n", title, reason, detail,
	       error ? ": " : "", error ? strerror(error) : "");
	exit(4);
}

/* A result as the table spells it: 0, +1, EINVAL. */
static const char *rc_word(int rc)
{
	static char word[16];

	switch (-rc) {
#define NAME(error) case error: return #error;
	NAME(EPERM) NAME(ENOENT) NAME(EIO) NAME(EAGAIN) NAME(ENOMEM) NAME(EACCES) NAME(EFAULT) NAME(EBUSY)
	NAME(ENODEV) NAME(EINVAL) NAME(ENOSPC) NAME(ENOSYS) NAME(EOPNOTSUPP)
#undef NAME
	}
	snprintf(word, sizeof(word), rc > 0 ? "+%d" : rc < 0 ? "E%d" : "%d", abs(rc));
	return word;
}

static unsigned long free_swap(void)
{
	struct sysinfo info;

	return sysinfo(&info) ? 0 : info.freeswap;
}
`;

/** After the pieces: runs one case. */
export const runner = String.raw`
struct live_case {
	const struct kind *kind;
	const struct pin *pin;
	const struct op *op;
};

/* Where the page is now, compared with the frame that was pinned. */
static const char *frame_word(const struct page *page, struct mapping now)
{
	return !now.present ? "-" : now.pfn == page->pfn ? "same" : "other";
}

/* What became of the mapping; where it was lost, what a touch then found. */
static const char *outcome(const struct page *page, int calls, int freed, struct mapping after, struct mapping touched)
{
	static char word[64];

	if (after.present && after.pfn != page->pfn)
		return "replaced";
	if (after.present)
		snprintf(word, sizeof(word), calls > 0 ? "kept,notified x%d" : "kept", calls);
	else
		snprintf(word, sizeof(word), "%s,%s", after.swap ? "swap-entry" : "not-present",
			 !touched.present ? "no-refault" : freed ? "frame-freed" :
			 touched.pfn == page->pfn ? "refault-same" : "refault-other");
	return word;
}

static void run_case(const struct live_case *c)
{
	volatile unsigned char *byte;
	struct page page = { 0 };
	struct mapping after, touched, written;
	const char *dma2cpu = "-", *cpu2dma = "-";
	int pin_rc, op_rc, counted, calls, freed, rc, first, dma;
	long held, faults;
	uint64_t flags;

	if (!pagemap(&page).pfn)
		give_up("pagemap", "/proc/self/pagemap hides page frame numbers", 0);
	if (c->op->needs_swap && !free_swap()) {
		if (c->kind->flags_on & FLAG(ANON))
			give_up("swap", "none is on, or it is full", 0);
		add_note("no-swap");	/* shmem is unmapped all the same, before it finds nowhere to go */
	}
	c->kind->make(&page);
	byte = page.va;

	held = pages_pinned();
	pin_rc = c->pin->take ? c->pin->take(&page) : 0;
	held = held < 0 ? -1 : pages_pinned() - held;
	page.pfn = pagemap(page.va).pfn;
	flags = page_flags(page.pfn);
	if ((flags & c->kind->flags_on) != c->kind->flags_on || (flags & c->kind->flags_off))
		give_up("setup", "with the pin held the page is not of its kind any more", 0);

	drain_lru();
	counted = register_notifier();
	watch(page.va);
	op_rc = c->op->run(&page);
	/* A frame on a per-CPU free list has no flag at all. From here the allocator may hand it out again. */
	flags = page_flags(page.pfn);
	freed = flags == 0 || (flags & FLAG(BUDDY));
	calls = counted ? notified() : -1;
	if (!counted)
		add_note("inv:not-observable");
	usleep(3000);
	drain_lru();
	after = pagemap(page.va);

	/* The device writes, the CPU reads. Nobody has written byte 1. */
	rc = pin_rc == 0 && c->pin->dma_write ? c->pin->dma_write(&page, DMA_AT, DMA) : 1;
	faults = minor_faults();
	first = byte[1];
	dma = byte[DMA_AT];
	faults = minor_faults() - faults;
	touched = pagemap(page.va);
	if (rc == 0)
		dma2cpu = dma == DMA ? "coherent" : first ? "lost(old data)" : "lost(zero)";
	else if (rc < 0)
		add_note("dma-write=%s", rc_word(rc));

	/* The CPU writes, the device reads. */
	byte[CPU_AT] = CPU;
	written = pagemap(page.va);
	rc = pin_rc == 0 && c->pin->dma_read ? c->pin->dma_read(&page, CPU_AT) : 1;
	if (rc < 0)
		add_note("dma-read=%s", rc_word(rc));
	else if (pin_rc == 0 && c->pin->dma_read)
		cpu2dma = rc == CPU ? "coherent" : rc ? "stale(init)" : "zero";
	if (c->pin->drop)
		c->pin->drop();

	printf("{%s,\"outcome\":\"%s\"", title, pin_rc ? "pin-refused" : outcome(&page, calls, freed, after, touched));
	printf(",\"pin_rc\":\"%s\",\"pins_held\":%ld", rc_word(pin_rc), held);
	printf(",\"op_rc\":\"%s\",\"present\":%d,\"swap\":%d", rc_word(op_rc), after.present, after.swap);
	printf(",\"same_pfn\":\"%s\",\"inv\":%d", frame_word(&page, after), calls);
	printf(",\"dma2cpu\":\"%s\",\"cpu2dma\":\"%s\",\"minflt\":%ld", dma2cpu, cpu2dma, faults);
	printf(",\"same_after_touch\":\"%s\"", frame_word(&page, touched));
	printf(",\"same_after_write\":\"%s\",\"note\":\"%s\"}\n", frame_word(&page, written), *note ? note : "-");
}

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/* Runs a case in a fresh child, on one CPU: the LRU batch it drains must be the one its page is in. */
static int fork_case(const struct live_case *c)
{
	cpu_set_t here;
	pid_t child;
	int status = 0;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(20);
		CPU_ZERO(&here);
		CPU_SET(sched_getcpu(), &here);
		sched_setaffinity(0, sizeof(here), &here);
		run_case(c);
		exit(0);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		kill(child, SIGKILL);
	if (child > 0 && WIFEXITED(status))
		return WEXITSTATUS(status);
	if (!stopped)
		printf("{%s,\"skipped\":\"died\",\"detail\":\"%s\"}\n", title,
		       child < 0 ? "no process could be made" : strsignal(WTERMSIG(status)));
	return 4;
}
`;

/** The very end of the program: the loop over the table, and what is undone when it is interrupted. */
export const main = String.raw`
/* Exits 0 when every case was measured, 4 when one was skipped, as kselftest does; 128+N on signal N. */
int main(void)
{
	const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct sigaction action = { .sa_handler = stop };	/* no SA_RESTART: waitpid() must return */
	struct utsname kernel;
	int skipped = 0;

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &action, NULL);
	page_size = sysconf(_SC_PAGESIZE);
	uname(&kernel);
	open_trace();
	for (const struct live_case *c = cases; c < cases + sizeof(cases) / sizeof(*cases) && !stopped; c++) {
		snprintf(title, sizeof(title), "\"kernel\":\"%s\",\"kind\":\"%s\",\"pin\":\"%s\",\"op\":\"%s\"",
			 kernel.release, c->kind->name, c->pin->name, c->op->name);
		skipped |= fork_case(c);
	}
	close_trace();
	return stopped ? 128 + stopped : skipped;
}
`;
