/** Many clients on a schedule: who starts when, and when it is over. */
@NullMarked
package rollcall.engine;

import org.jspecify.annotations.NullMarked;
