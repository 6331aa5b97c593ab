/** Bytes to SIP messages and back: framing, a message view that allocates nothing, templates for writing. */
@NullMarked
package rollcall.sip;

import org.jspecify.annotations.NullMarked;
