/** Benchmarks that look into the room {@code mock}, and so stand in its package. */
@NullMarked
package rollcall.mock;

import org.jspecify.annotations.NullMarked;
