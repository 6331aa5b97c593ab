package rollcall.peers;

import java.nio.file.Path;
import java.util.Map;

/** The Kerberos of MIT, as initiator or acceptor: see {@code gss-krb5.c}. */
public final class GssKrb5 extends GssProgram {
    private GssKrb5(Path folder, Map<String, String> environment, String... arguments) {
        super(compile(folder, "gss-krb5", "-lgssapi_krb5"), environment, arguments);
    }

    /** The client's side: a user whose key is in the KDC's keytab of users. */
    public static GssKrb5 initiator(Path folder, MitKdc kdc, String user, String service) {
        Map<String, String> environment = Map.of(
                "KRB5_CONFIG",
                kdc.config().toString(),
                "KRB5_CLIENT_KTNAME",
                kdc.users().toString(),
                "KRB5CCNAME",
                "MEMORY:");
        return new GssKrb5(folder, environment, "init", user, service);
    }

    /** The server's side: every service whose key is in the KDC's keytab of services. */
    public static GssKrb5 acceptor(Path folder, MitKdc kdc) {
        Map<String, String> environment = Map.of(
                "KRB5_CONFIG", kdc.config().toString(),
                "KRB5_KTNAME", kdc.services().toString(),
                "KRB5RCACHENAME", "none:");
        return new GssKrb5(folder, environment, "accept");
    }
}
