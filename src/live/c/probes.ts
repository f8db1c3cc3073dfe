// The probing program: what this machine has, each need tried rather than looked up, one JSON line a need.
// It shares its page and notifier pieces with the programs that run cases, so both mean the same thing.

export const probes = String.raw`
static void say(const char *need, int found, const char *detail, int error)
{
	printf("{\"need\":\"%s\",\"found\":%d,\"detail\":\"%s%s%s\"}\n", need, found, detail,
	       error ? ": " : "", error ? strerror(error) : "");
}

static void probe_pagemap(void)
{
	unsigned char touched = 1;
	int found = pagemap(&touched).pfn != 0;

	say("pagemap", found, found ? "page frame numbers are visible" : "/proc/self/pagemap hides page frame numbers", 0);
}

static void probe_swap(void)
{
	struct sysinfo info;
	char detail[80] = "none is on";

	sysinfo(&info);
	if (info.totalswap)
		snprintf(detail, sizeof(detail), "%llu of %llu KiB free",
			 (unsigned long long)info.freeswap * info.mem_unit >> 10,
			 (unsigned long long)info.totalswap * info.mem_unit >> 10);
	say("swap", info.freeswap != 0, detail, 0);
}

static void probe_io_uring(void)
{
	struct io_uring_params params = { 0 };
	int fd = syscall(SYS_io_uring_setup, 1, &params), error = errno;
	int disabled = atoi(slurp("/proc/sys/kernel/io_uring_disabled"));

	if (fd >= 0)
		say("io_uring", 1, "io_uring_setup works", 0);
	else
		say("io_uring", 0, disabled ? "kernel.io_uring_disabled is set" : "io_uring_setup", error);
}

/* In this order: opening /dev/kvm may load the module that brings the event. */
static void probe_notifier(void)
{
	int vm = open_vm(), error = errno, rc;

	close(vm);
	say("kvm", vm >= 0, vm >= 0 ? "an empty virtual machine can be made" : "/dev/kvm", vm >= 0 ? 0 : error);
	rc = open_trace();
	if (rc == 0 && vm >= 0 && !register_notifier())
		say("tracefs", 0, "a call of kvm:kvm_unmap_hva_range was not seen", 0);
	else
		say("tracefs", rc == 0, rc ? "kvm:kvm_unmap_hva_range in an instance" : "kvm:kvm_unmap_hva_range can be traced", -rc);
	if (trace_dir[0])
		close_trace();
}

int main(void)
{
	/* So short that it is better ended than interrupted: the tracefs instance must go. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	page_size = sysconf(_SC_PAGESIZE);
	probe_pagemap();
	probe_swap();
	probe_io_uring();
	probe_notifier();
	return 0;
}
`;
