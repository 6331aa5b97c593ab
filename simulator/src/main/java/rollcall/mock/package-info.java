/** The other side: a pool that behaves, and misbehaves on request. */
@NullMarked
package rollcall.mock;

import org.jspecify.annotations.NullMarked;
