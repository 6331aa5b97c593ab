/** What shall be done, as data: the scenario as written and the plan as meant. */
@NullMarked
package rollcall.plan;

import org.jspecify.annotations.NullMarked;
