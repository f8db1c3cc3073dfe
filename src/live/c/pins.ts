// The pins of the emitted program: ways to make the kernel hold a page from user space, as long as wished.
// A pin also stands for the device: it reads and writes the frame it holds, whatever the page tables say.
import type { Piece } from './piece.js';

export const pinHead = String.raw`
struct pin {
	const char *name;
	int (*take)(struct page *);				/* 0 or -errno */
	void (*drop)(void);					/* NULL: gone with the process */
	int (*dma_write)(struct page *, size_t at, int byte);	/* 0 or -errno */
	int (*dma_read)(struct page *, size_t at);		/* the byte, or -errno */
};
`;

export const pins = {
  none: {
    c: String.raw`
/* Nobody holds the page. */
static const struct pin pin_none = { "none", NULL, NULL, NULL, NULL };
`,
  },
  uring_fixed: {
    c: String.raw`
/* An io_uring of one entry, driven by hand. */
static struct {
	int fd;
	char *sq, *cq;
	struct io_uring_params p;
	struct io_uring_sqe *sqe;
} ring;

static int device[2];		/* the device's end of the DMA: a pipe */

/* IORING_REGISTER_BUFFERS takes FOLL_PIN|FOLL_LONGTERM|FOLL_WRITE. */
static int take_uring_fixed(struct page *page)
{
	struct iovec buffer = { page->va, page_size };
	const int prot = PROT_READ | PROT_WRITE, flags = MAP_SHARED | MAP_POPULATE;

	ring.fd = syscall(SYS_io_uring_setup, 1, &ring.p);
	if (ring.fd < 0)
		give_up("io_uring", "io_uring_setup", errno);
	ring.sq = mmap(NULL, page_size, prot, flags, ring.fd, IORING_OFF_SQ_RING);
	ring.cq = mmap(NULL, page_size, prot, flags, ring.fd, IORING_OFF_CQ_RING);
	ring.sqe = mmap(NULL, page_size, prot, flags, ring.fd, IORING_OFF_SQES);
	if (ring.sq == MAP_FAILED || ring.cq == MAP_FAILED || (void *)ring.sqe == MAP_FAILED || pipe(device))
		give_up("setup", "the rings of io_uring", errno);
	return syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_BUFFERS, &buffer, 1) ? -errno : 0;
}

/* By hand: at exit io_uring unpins some time later, and the next case counts pins. */
static void drop_uring_fixed(void)
{
	syscall(SYS_io_uring_register, ring.fd, IORING_UNREGISTER_BUFFERS, NULL, 0);
}

/* Moves one byte between a pipe and the registered buffer. Returns 1 or -errno. */
static int transfer(int opcode, int fd, unsigned char *byte)
{
	unsigned *sq_tail = (unsigned *)(ring.sq + ring.p.sq_off.tail);
	unsigned *cq_head = (unsigned *)(ring.cq + ring.p.cq_off.head);
	unsigned mask = *(unsigned *)(ring.cq + ring.p.cq_off.ring_mask);
	struct io_uring_cqe *cqe = (struct io_uring_cqe *)(ring.cq + ring.p.cq_off.cqes) + (*cq_head & mask);

	*ring.sqe = (struct io_uring_sqe){ .opcode = opcode, .fd = fd, .off = -1, .addr = (uintptr_t)byte, .len = 1 };
	__atomic_store_n(sq_tail, *sq_tail + 1, __ATOMIC_RELEASE);	/* the array's one entry is 0 already */
	if (syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1)
		return -errno;
	__atomic_store_n(cq_head, *cq_head + 1, __ATOMIC_RELEASE);
	return cqe->res;
}

/* READ_FIXED reads from the pipe *into* the pinned frame: a device writes to memory. */
static int dma_write_uring_fixed(struct page *page, size_t at, int byte)
{
	unsigned char c = byte;
	int rc = write(device[1], &c, 1) == 1 ? transfer(IORING_OP_READ_FIXED, device[0], page->va + at) : -errno;

	return rc < 0 ? rc : 0;
}

/* WRITE_FIXED writes from the pinned frame into the pipe: a device reads memory. */
static int dma_read_uring_fixed(struct page *page, size_t at)
{
	unsigned char c;
	int rc = transfer(IORING_OP_WRITE_FIXED, device[1], page->va + at);

	return rc < 0 ? rc : read(device[0], &c, 1) == 1 ? c : -errno;
}

static const struct pin pin_uring_fixed = {
	"uring_fixed", take_uring_fixed, drop_uring_fixed, dma_write_uring_fixed, dma_read_uring_fixed,
};
`,
  },
  vmsplice: {
    c: String.raw`
/* One pipe reference: FOLL_GET, not a pin. What lies in the pipe is the frame itself, so reading it is DMA. */
static int spliced[2];

static int take_vmsplice(struct page *page)
{
	struct iovec part = { page->va, page_size };

	return pipe(spliced) || vmsplice(spliced[1], &part, 1, 0) < 0 ? -errno : 0;
}

/* A pipe gives its bytes once: up to the one asked for, which leaves the reference where it is. */
static int dma_read_vmsplice(struct page *page, size_t at)
{
	unsigned char bytes[64];

	(void)page;
	return read(spliced[0], bytes, at + 1) == (ssize_t)at + 1 ? bytes[at] : -errno;
}

static const struct pin pin_vmsplice = { "vmsplice", take_vmsplice, NULL, NULL, dma_read_vmsplice };
`,
  },
} as const satisfies Record<string, Piece>;
