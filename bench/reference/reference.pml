/* The reference model in Promela, for Spin 6.5: the same states and transitions as bench/reference/*.ts.
 * One d_step is one line of the protocol, and one transition; the gotos between them are none.
 *
 *   spin -a -DP=2 -DM=2 -DD=2 -DT=2 -DR=1 -DG=0 -DF=3 reference.pml
 *   gcc -O2 -DBFS -DNOREDUCE -DSAFETY -DNOCLAIM -o pan pan.c && ./pan
 *
 * Sizes: P pages (1 to 3), M mappings (1 to 3), D devices (1 to 3), T CPU threads, R reclaimers and G migrators (0 or 1; together 1 to 3),
 * F frames (1 to 4).
 * VAR (0 to 4) and MCHK (0, 1) say where pins are looked for. CHECK makes the invariants assertions.
 * Mutants: NORECHECK, DLATE, CHKFIRST, NOFREEZE. Spin counts the initial state as a transition.
 */
#ifndef VAR
#define VAR 0
#endif
#ifndef MCHK
#define MCHK 0
#endif
#ifdef CHECK
#define CHECKED(condition) assert(condition)
#else
#define CHECKED(condition) skip
#endif

#define BIAS 1024
#define RESERVED (P + 1)
#define MIGRATING (F + 1)

/* Frames and pages are numbered from 1: element 0 is never used. */
byte own[F + 1];
bit lock[F + 1];
bit dirty[F + 1];
bit stale[F + 1];
short ref[F + 1];
byte swapcache[P + 1];
byte pte[M * (P + 1)];
bit pte_dirty[M * (P + 1)];
/* The frame that a device holds a completed pin on, or 0. */
byte pin[D];
/* The devices that held a pin when the frame was locked and have kept it since. */
byte pinners[R + G];

#define PTE(m, p) pte[(m) * (P + 1) + (p)]
#define PTE_DIRTY(m, p) pte_dirty[(m) * (P + 1) + (p)]
#define PINNED(f) (ref[f] >= BIAS)

#if D >= 2
#define PINNERS_1(f) | ((pin[1] == (f)) << 1)
#else
#define PINNERS_1(f)
#endif
#if D >= 3
#define PINNERS_2(f) | ((pin[2] == (f)) << 2)
#else
#define PINNERS_2(f)
#endif
#define PINNERS(f) ((pin[0] == (f)) PINNERS_1(f) PINNERS_2(f))

/* The lowest free frame, or 0. */
#if F == 1
#define LOWEST_FREE (own[1] == 0 -> 1 : 0)
#elif F == 2
#define LOWEST_FREE (own[1] == 0 -> 1 : (own[2] == 0 -> 2 : 0))
#elif F == 3
#define LOWEST_FREE (own[1] == 0 -> 1 : (own[2] == 0 -> 2 : (own[3] == 0 -> 3 : 0)))
#else
#define LOWEST_FREE (own[1] == 0 -> 1 : (own[2] == 0 -> 2 : (own[3] == 0 -> 3 : (own[4] == 0 -> 4 : 0))))
#endif

/* The first mapping from `from` on whose PTE of page p is e, or M. */
#if M == 1
#define FIND(from, p, e) ((from) <= 0 && PTE(0, p) == (e) -> 0 : 1)
#elif M == 2
#define FIND(from, p, e) ((from) <= 0 && PTE(0, p) == (e) -> 0 : ((from) <= 1 && PTE(1, p) == (e) -> 1 : 2))
#else
#define FIND(from, p, e) ((from) <= 0 && PTE(0, p) == (e) -> 0 : ((from) <= 1 && PTE(1, p) == (e) -> 1 : ((from) <= 2 && PTE(2, p) == (e) -> 2 : 3)))
#endif

#define PUT(f, n) ref[f] = (ref[f] > (n) -> ref[f] - (n) : 0)

/* Whoever drops the last reference of an unlocked frame frees it. */
inline unpin_frame(f) {
	CHECKED(ref[f] >= BIAS);
	PUT(f, BIAS);
	if
	:: ref[f] == 0 && !lock[f] -> own[f] = 0; dirty[f] = 0; stale[f] = 0
	:: else
	fi
}

#define FORGET_BY(attempt, d) pinners[attempt] = pinners[attempt] & (255 - (1 << (d)))
#if R + G >= 3
#define FORGET(d) FORGET_BY(0, d); FORGET_BY(1, d); FORGET_BY(2, d)
#elif R + G >= 2
#define FORGET(d) FORGET_BY(0, d); FORGET_BY(1, d)
#else
#define FORGET(d) FORGET_BY(0, d)
#endif

#define LOCKABLE(f) (own[f] != 0 && own[f] != RESERVED && !lock[f])
#define CLEAR_PTE(entry) \
	dirty[frame] = dirty[frame] | PTE_DIRTY(mapping, own[frame]); \
	PTE_DIRTY(mapping, own[frame]) = 0; \
	PTE(mapping, own[frame]) = entry; \
	PUT(frame, 1)

#if VAR == 4
#define UNMAPPED late_check
#else
#define UNMAPPED clear_dirty
#endif

#define RECLAIM(f) d_step { LOCKABLE(f) -> lock[f] = 1; ref[f]++; frame = f; pinners[_pid] = PINNERS(f) }
#define FREE_FRAME \
	CHECKED(!stale[frame]); \
	CHECKED(PINNERS(frame) == 0); \
	swapcache[own[frame]] = 0; \
	own[frame] = 0; lock[frame] = 0; ref[frame] = 0; dirty[frame] = 0; stale[frame] = 0; \
	pinners[_pid] = 0; frame = 0

active [R] proctype Reclaim() {
	byte frame, mapping;
lock_frame:
	if
	:: RECLAIM(1)
#if F >= 2
	:: RECLAIM(2)
#endif
#if F >= 3
	:: RECLAIM(3)
#endif
#if F >= 4
	:: RECLAIM(4)
#endif
	fi;
#if VAR == 1
	if
	:: PINNED(frame) -> goto put_back
	:: else
	fi;
#endif
	d_step {
		if
		:: swapcache[own[frame]] == 0 -> swapcache[own[frame]] = frame; ref[frame]++; dirty[frame] = 1
		:: else
		fi
	};
next_mapping:
#if VAR == 2
	if
	:: d_step { FIND(mapping, own[frame], frame) == M -> mapping = 0 }; goto UNMAPPED
	:: d_step { FIND(mapping, own[frame], frame) != M && PINNED(frame) -> mapping = 0 }; goto put_back
	:: d_step { FIND(mapping, own[frame], frame) != M && !PINNED(frame) -> mapping = FIND(mapping, own[frame], frame) }
	fi;
	d_step { CHECKED(pinners[_pid] == 0) };
#else
	if
	:: d_step { FIND(mapping, own[frame], frame) == M -> mapping = 0 }; goto UNMAPPED
	:: d_step { FIND(mapping, own[frame], frame) != M -> CHECKED(pinners[_pid] == 0); mapping = FIND(mapping, own[frame], frame) }
	fi;
#endif
#if VAR == 3
	if
	:: d_step { PINNED(frame) -> mapping = 0 }; skip; goto put_back
	:: d_step { !PINNED(frame) -> CLEAR_PTE(0) }
	fi;
#else
	d_step { CLEAR_PTE(0) };
#endif
	if
	:: d_step { mapping + 1 < M -> mapping++ }; goto next_mapping
	:: d_step { mapping + 1 == M -> mapping = 0 }
	fi;
#if VAR == 4
late_check:
	if
	:: PINNED(frame) -> goto put_back
	:: else
	fi;
#endif
clear_dirty:
	if
	:: d_step { dirty[frame] -> dirty[frame] = 0 }
	:: !dirty[frame] -> goto freeze
	fi;
	stale[frame] = 0;
freeze:
#ifdef CHKFIRST
	if
	:: dirty[frame] -> goto put_back
	:: else
	fi;
	if
	:: ref[frame] != 2 -> goto put_back
	:: d_step { ref[frame] == 2 -> FREE_FRAME }
	fi;
#else
#ifdef NOFREEZE
	if
	:: ref[frame] == 2
	:: ref[frame] != 2 -> goto put_back
	fi;
	if
	:: dirty[frame] -> goto put_back
	:: d_step { !dirty[frame] -> FREE_FRAME }
	fi;
#else
	if
	:: d_step { ref[frame] == 2 -> ref[frame] = 0 }
	:: ref[frame] != 2 -> goto put_back
	fi;
	if
	:: d_step { dirty[frame] -> ref[frame] = 2 }; goto put_back
	:: d_step { !dirty[frame] -> FREE_FRAME }
	fi;
#endif
#endif
	goto lock_frame;
put_back:
	/* A goto may not land on a d_step, only before it. */
	if
	:: d_step { CHECKED(ref[frame] >= 2); lock[frame] = 0; PUT(frame, 1); pinners[_pid] = 0; frame = 0 }
	fi;
	goto lock_frame
}

#if G
#define MIGRATE(f) d_step { \
	LOCKABLE(f) && LOWEST_FREE != 0 -> \
	lock[f] = 1; ref[f]++; frame = f; pinners[_pid] = PINNERS(f); \
	target = LOWEST_FREE; own[target] = RESERVED; ref[target] = 1; lock[target] = 1 }

active [G] proctype Migrate() {
	byte frame, target, mapping;
lock_frames:
	if
	:: MIGRATE(1)
#if F >= 2
	:: MIGRATE(2)
#endif
#if F >= 3
	:: MIGRATE(3)
#endif
#if F >= 4
	:: MIGRATE(4)
#endif
	fi;
#if MCHK
	if
	:: PINNED(frame) -> goto restore_old
	:: else
	fi;
#endif
next_mapping:
	if
	:: d_step { FIND(mapping, own[frame], frame) == M -> mapping = 0 }; goto freeze
	:: d_step { FIND(mapping, own[frame], frame) != M -> CHECKED(pinners[_pid] == 0); mapping = FIND(mapping, own[frame], frame) }
	fi;
	d_step { CLEAR_PTE(MIGRATING) };
	if
	:: d_step { mapping + 1 < M -> mapping++ }; goto next_mapping
	:: d_step { mapping + 1 == M -> mapping = 0 }
	fi;
freeze:
	if
	:: d_step { ref[frame] == 1 + (swapcache[own[frame]] == frame) -> ref[frame] = 0 }
	:: ref[frame] != 1 + (swapcache[own[frame]] == frame) -> goto restore_old
	fi;
	d_step {
		CHECKED(PINNERS(frame) == 0);
		own[target] = own[frame]; dirty[target] = dirty[frame]; stale[target] = stale[frame];
		if
		:: swapcache[own[frame]] == frame -> swapcache[own[frame]] = target; ref[target]++
		:: else
		fi;
		own[frame] = 0; lock[frame] = 0; dirty[frame] = 0; stale[frame] = 0; pinners[_pid] = 0; frame = 0
	};
restore_new:
	if
	:: d_step { FIND(0, own[target], MIGRATING) != M -> PTE(FIND(0, own[target], MIGRATING), own[target]) = target; ref[target]++ };
		goto restore_new
	:: d_step { FIND(0, own[target], MIGRATING) == M -> CHECKED(ref[target] >= 2); lock[target] = 0; PUT(target, 1); target = 0 }
	fi;
	goto lock_frames;
restore_old:
	if
	:: d_step { FIND(0, own[frame], MIGRATING) != M -> PTE(FIND(0, own[frame], MIGRATING), own[frame]) = frame; ref[frame]++ };
		goto restore_old
	:: d_step {
			FIND(0, own[frame], MIGRATING) == M ->
			CHECKED(ref[frame] >= 2); lock[frame] = 0; PUT(frame, 1);
			lock[target] = 0; PUT(target, 1);
			if
			:: ref[target] == 0 -> own[target] = 0
			:: else
			fi;
			pinners[_pid] = 0; frame = 0; target = 0
		}
	fi;
	goto lock_frames
}
#endif

#define MM ((_pid - R - G) % M)
#define WRITE(p) d_step { \
	PTE(MM, p) != 0 && PTE(MM, p) != MIGRATING -> \
	CHECKED(own[PTE(MM, p)] == p); PTE_DIRTY(MM, p) = 1; stale[PTE(MM, p)] = 1 }
#define FAULT_CACHED(p) d_step { \
	PTE(MM, p) == 0 && swapcache[p] != 0 && ref[swapcache[p]] != 0 -> \
	page = p; frame = swapcache[p]; ref[frame]++ }
#define FAULT_NEW(p) d_step { \
	PTE(MM, p) == 0 && swapcache[p] == 0 && LOWEST_FREE != 0 -> \
	page = p; frame = LOWEST_FREE; own[frame] = p; swapcache[p] = frame; ref[frame] = 2; dirty[frame] = 0; stale[frame] = 0 }

active [T] proctype Cpu() {
	byte page, frame;
touch:
	if
	:: WRITE(1); goto touch
	:: FAULT_CACHED(1)
	:: FAULT_NEW(1)
#if P >= 2
	:: WRITE(2); goto touch
	:: FAULT_CACHED(2)
	:: FAULT_NEW(2)
#endif
#if P >= 3
	:: WRITE(3); goto touch
	:: FAULT_CACHED(3)
	:: FAULT_NEW(3)
#endif
	fi;
	if
	:: d_step {
			!lock[frame] && swapcache[page] == frame && PTE(MM, page) == 0 ->
			PTE(MM, page) = frame; PTE_DIRTY(MM, page) = 0;
			if
			:: FIND(0, page, 0) == M -> swapcache[page] = 0; dirty[frame] = 1; PUT(frame, 1)
			:: else
			fi;
			page = 0; frame = 0
		}
	:: d_step {
			!lock[frame] && (swapcache[page] != frame || PTE(MM, page) != 0) ->
			CHECKED(ref[frame] >= 2); PUT(frame, 1); page = 0; frame = 0
		}
	fi;
	goto touch
}
#undef MM

#define DEVICE (_pid - R - G - T)
#define MM (DEVICE % M)
#define LOOK_UP(p) d_step { PTE(MM, p) != 0 && PTE(MM, p) != MIGRATING -> page = p; frame = PTE(MM, p) }

active [D] proctype Dma() {
	byte page, frame;
look_up:
	if
	:: LOOK_UP(1)
#if P >= 2
	:: LOOK_UP(2)
#endif
#if P >= 3
	:: LOOK_UP(3)
#endif
	fi;
	if
	:: d_step { ref[frame] == 0 -> page = 0; frame = 0 }; goto look_up
	:: d_step { ref[frame] != 0 -> ref[frame] = ref[frame] + BIAS }
	fi;
#ifdef NORECHECK
	pin[DEVICE] = frame;
#else
	if
	:: d_step { PTE(MM, page) == frame -> pin[DEVICE] = frame }
	:: d_step { PTE(MM, page) != frame -> unpin_frame(frame); page = 0; frame = 0 }; goto look_up
	fi;
#endif
write:
#ifdef DLATE
	if
	:: d_step { CHECKED(own[frame] == page); stale[frame] = 1 }; goto write
	:: d_step { unpin_frame(frame); pin[DEVICE] = 0; FORGET(DEVICE) }
	fi;
	d_step { dirty[frame] = 1; page = 0; frame = 0 };
#else
	if
	:: d_step { CHECKED(own[frame] == page); stale[frame] = 1 }; goto write
	:: dirty[frame] = 1
	fi;
	d_step { unpin_frame(frame); pin[DEVICE] = 0; FORGET(DEVICE); page = 0; frame = 0 };
#endif
	goto look_up
}
