/** One user, every path, explained: will automatic sign-in work, and if not, what is missing. */
@NullMarked
package rollcall.check;

import org.jspecify.annotations.NullMarked;
