/**
 * How the gateway's Node runs: it lives on small machines beside other things, so the heap grows in small steps and young
 * garbage goes early; the speed lost is within the noise of the benchmark. Plain JavaScript: the bootstrap reads it.
 */
export const RUNTIME_FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', '--heap-growing-percent=20'];
