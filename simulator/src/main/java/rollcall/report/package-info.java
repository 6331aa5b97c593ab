/** Records folded into numbers, numbers into a verdict, and the verdict told. */
@NullMarked
package rollcall.report;

import org.jspecify.annotations.NullMarked;
