/** What a signed-in client fetches: address book, group expansion, and where the pool says they are. */
@NullMarked
package rollcall.web;

import org.jspecify.annotations.NullMarked;
