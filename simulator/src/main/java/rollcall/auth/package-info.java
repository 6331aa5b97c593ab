/** Challenge in, answer out; and the verifying half that a registrar needs. */
@NullMarked
package rollcall.auth;

import org.jspecify.annotations.NullMarked;
