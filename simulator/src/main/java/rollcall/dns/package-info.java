/** Where is the pool: the SIP domain, turned into targets as the client does it. */
@NullMarked
package rollcall.dns;

import org.jspecify.annotations.NullMarked;
