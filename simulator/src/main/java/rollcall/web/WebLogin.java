package rollcall.web;

import org.jspecify.annotations.Nullable;
import rollcall.auth.HttpKerberos;
import rollcall.auth.HttpNtlm;
import rollcall.outcome.Fault;

/** Who a client is to web servers. Nothing is asked of it before a server asks. */
public interface WebLogin {
    /** Why nobody may be named to a server now; null when somebody may. */
    @Nullable
    Fault hindrance();

    /** NTLM for a new connection; null without a password. Only where there is no {@link #hindrance}. */
    @Nullable
    HttpNtlm ntlm();

    /** Kerberos for a new connection to this host; null where the client has none. Only where there is no hindrance. */
    @Nullable
    HttpKerberos kerberos(String host);

    /** Does what may take long on another thread, and then the other on the connection's event loop, or never. */
    void prepare(Runnable work, Runnable then);

    /** A server has refused the credentials. */
    void refused();
}
