/** Benchmarks that look into the room {@code dns}, and so stand in its package. */
@NullMarked
package rollcall.dns;

import org.jspecify.annotations.NullMarked;
