/** Benchmarks that look into the room {@code client}, and so stand in its package. */
@NullMarked
package rollcall.client;

import org.jspecify.annotations.NullMarked;
