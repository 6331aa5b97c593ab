package rollcall.peers;

import com.sun.security.auth.module.Krb5LoginModule;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;

/** Which KDC the JDK's Kerberos asks: it knows one configuration for the whole process. */
final class JdkKerberos {
    private static final String CONFIG = "java.security.krb5.conf";

    private JdkKerberos() {}

    /** Has it read this krb5.conf, which it does once a process unless a login tells it to. */
    static void use(Path config) {
        System.setProperty(CONFIG, config.toString());
        Krb5LoginModule module = new Krb5LoginModule();
        Map<String, String> options =
                Map.of("refreshKrb5Config", "true", "doNotPrompt", "true", "principal", "nobody@EXAMPLE.TEST");
        module.initialize(new Subject(), null, Map.of(), options);
        try {
            module.login();
            throw new AssertionError("somebody without a password has logged in");
        } catch (LoginException e) {
            // as meant: there is no password, but the configuration has been read
        }
    }

    static void forget() {
        System.clearProperty(CONFIG);
    }
}
