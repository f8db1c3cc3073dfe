// The notifier client of the emitted program: an empty KVM machine in the place i915 has in the thread.
// KVM registers its mmu notifier on our mm; a trace event in a tracefs instance of our own tells each call.

export const notifier = String.raw`
#define TRACEFS	"/sys/kernel/tracing"
#define EVENT	"events/kvm/kvm_unmap_hva_range"

static char trace_dir[64];	/* our tracefs instance; empty when there is none */

/* Those of earlier runs that were killed before they could remove their own, one of them perhaps with our id. */
static void remove_stale_instances(void)
{
	DIR *dir = opendir(TRACEFS "/instances");
	struct dirent *entry;
	int pid;

	while (dir && (entry = readdir(dir)))
		if (sscanf(entry->d_name, "pinproof-%d", &pid) == 1 &&
		    (pid == getpid() || (kill(pid, 0) && errno == ESRCH)))
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	if (dir)
		closedir(dir);
}

static void close_trace(void)
{
	put(trace_dir, EVENT "/enable", "0");
	for (int i = 0; i < 50 && rmdir(trace_dir) && errno == EBUSY; i++)
		usleep(10000);
	trace_dir[0] = 0;
}

/* Where tracefs is not mounted, we mount it for us alone, in a mount namespace that ends with us. Returns 0 or -errno. */
static int open_trace(void)
{
	int rc;

	if (access(TRACEFS "/instances", W_OK) &&
	    (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	     mount("pinproof", TRACEFS, "tracefs", 0, NULL)))
		return -errno;
	remove_stale_instances();
	snprintf(trace_dir, sizeof(trace_dir), TRACEFS "/instances/pinproof-%d", getpid());
	rc = mkdir(trace_dir, 0700) ? -errno : put(trace_dir, "buffer_size_kb", "64");
	rc = rc ? rc : put(trace_dir, EVENT "/enable", "1");
	if (rc)
		close_trace();
	return rc;
}

/* From here only calls that this thread makes and that cover va are counted: not ksmd's, not kswapd's. */
static void watch(const void *va)
{
	char filter[128];

	snprintf(filter, sizeof(filter), "common_pid == %d && start <= 0x%lx && end > 0x%lx",
		 getpid(), (unsigned long)va, (unsigned long)va);
	put(trace_dir, EVENT "/filter", filter);
	put(trace_dir, "trace", "");		/* opening it for writing empties the buffer */
}

/* The calls since watch(): lines of the trace that are not comments. */
static int notified(void)
{
	char path[128], *text, *line;
	int calls = 0;

	snprintf(path, sizeof(path), "%s/trace", trace_dir);
	text = slurp(path);
	while ((line = strsep(&text, "\n")))
		calls += *line && *line != '#';
	return calls;
}

static int open_vm(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);

	return kvm < 0 ? -1 : ioctl(kvm, KVM_CREATE_VM, 0);
}

/*
 * Registers the client and proves that its calls are seen: in a pid namespace, say, the filter would match
 * nothing, and a count of 0 would be a lie. Returns 1 when notified() may be believed.
 */
static int register_notifier(void)
{
	unsigned char *probe = mmap(NULL, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!trace_dir[0] || open_vm() < 0)
		return 0;
	*probe = 1;
	watch(probe);
	madvise(probe, page_size, MADV_DONTNEED);
	return notified() == 1;
}
`;
