/** The life of one simulated client: locate, connect, secure, register, hold, sign out. */
@NullMarked
package rollcall.client;

import org.jspecify.annotations.NullMarked;
