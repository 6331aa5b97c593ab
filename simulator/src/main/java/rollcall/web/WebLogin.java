package rollcall.web;

import org.jspecify.annotations.Nullable;
import rollcall.auth.HttpNtlm;
import rollcall.outcome.Fault;

/** Who a client is to web servers. Nothing is asked of it before a server asks. */
public interface WebLogin {
    /** Why no credentials may be sent; null when they may. */
    @Nullable
    Fault hindrance();

    /** NTLM for a new connection; only where there is no {@link #hindrance}. */
    HttpNtlm ntlm();

    /** A server has refused the credentials. */
    void refused();
}
