package rollcall.client;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One user at one machine, as its messages show it: names, the connection's address, what the registrar gave it. */
final class Endpoint {
    final Identity identity;
    final Authenticator authenticator;

    /** {@code sip:} and the address-of-record. */
    byte[] userUri = {};

    /** {@code sip:} and the SIP domain. */
    byte[] domainUri = {};

    /** The user's number. */
    int user;

    /** The near end of the connection. */
    InetSocketAddress local = new InetSocketAddress(0);

    /** Whether the connection is secured by TLS. */
    boolean secured;

    /**
     * The Contact URI that the registrar gave out, by which the pool reaches this endpoint wherever it is
     * ([MS-SIPRE] 3.2.3.2); null when it gave none, or nobody will need it.
     */
    byte @Nullable [] gruu;

    Endpoint(Identity identity, Authenticator authenticator) {
        this.identity = identity;
        this.authenticator = authenticator;
    }
}
