/** What an operation costs, each beside a yardstick measured in the same run. */
@NullMarked
package rollcall.benchmarks;

import org.jspecify.annotations.NullMarked;
