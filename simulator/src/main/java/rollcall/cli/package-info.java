/** Words on the command line, turned into the work of the rooms below; the only room that prints or exits. */
@NullMarked
package rollcall.cli;

import org.jspecify.annotations.NullMarked;
