// The head of the emitted program: what it includes, the bytes it writes, how it reads and writes files.
// Plain C with GNU names; nothing here knows about pages.

export const prologue = String.raw`#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/kernel-page-flags.h>
#include <linux/kvm.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_COLD		/* both since v5.4, younger than some libc headers */
#define MADV_COLD	20
#define MADV_PAGEOUT	21
#endif

/* The page is full of INIT; the device then writes DMA at byte 8, the CPU writes CPU at byte 16. */
enum { INIT = 0xA5, DMA = 0xD5, CPU = 0xC7, DMA_AT = 8, CPU_AT = 16 };

static size_t page_size;

/* A whole small file as a string; empty where it cannot be read. */
static char *slurp(const char *path)
{
	static char text[1 << 16];
	FILE *file = fopen(path, "re");

	text[file ? fread(text, 1, sizeof(text) - 1, file) : 0] = 0;
	if (file)
		fclose(file);
	return text;
}

/* Writes over a file of /proc or tracefs. Returns 0 or -errno. */
static int put(const char *dir, const char *name, const char *text)
{
	char path[256];
	int fd, rc;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	rc = fd < 0 || write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return rc;
}
`;
