/** Is it the right pool: TLS contexts, the judgement of certificates, and handshake failures in words. */
@NullMarked
package rollcall.tls;

import org.jspecify.annotations.NullMarked;
