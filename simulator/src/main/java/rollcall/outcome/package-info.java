/** What can happen to a client, as data: stages, faults and who is to blame for them, and the record of one logon. */
@NullMarked
package rollcall.outcome;

import org.jspecify.annotations.NullMarked;
