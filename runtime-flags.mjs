/**
 * How the gateway's Node runs: it lives on small machines beside other things, so the heap grows in small steps and young
 * garbage goes early; the speed lost is within the noise of the benchmark. Plain JavaScript: the bootstrap reads it.
 */
export const RUNTIME_FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--heap-growing-percent=20'];

/**
 * For glibc: few arenas, and large buffers from the system instead of the heap, so that what was freed goes back. Seen with
 * 100,000 tags: 269 MB instead of 327 MB. Other C libraries ignore it.
 */
export const RUNTIME_ENV = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' };
