package rollcall.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rollcall.plan.AuthPlan;

/**
 * What the JDK's Kerberos is told by system properties, and reads once: so this comes before anything of it is loaded.
 * Whatever was given to Java itself with -D stands.
 */
final class KerberosSettings {
    static final String CONFIG = "java.security.krb5.conf";
    static final String SUBJECT_ONLY = "javax.security.auth.useSubjectCredsOnly";

    private KerberosSettings() {}

    /**
     * The plan's krb5.conf, else the first file that KRB5_CONFIG names, as for the tools of MIT Kerberos, else what Java
     * finds by itself. Nothing when the plan has no use for Kerberos.
     */
    static void apply(AuthPlan auth, Function<String, @Nullable String> environment) {
        if (!auth.mayUseKerberos()) {
            return;
        }
        Path config = auth.kerberos().config();
        if (config == null && System.getProperty(CONFIG) == null) {
            config = firstFile(environment.apply("KRB5_CONFIG"));
        }
        if (config != null) {
            System.setProperty(CONFIG, config.toString());
        }
        // Each client has tickets of its own; nobody falls back to those of the user at the keyboard.
        System.setProperty(SUBJECT_ONLY, "true");
    }

    private static @Nullable Path firstFile(@Nullable String paths) {
        StringTokenizer each = new StringTokenizer(paths == null ? "" : paths, File.pathSeparator);
        while (each.hasMoreTokens()) {
            Path file = Path.of(each.nextToken());
            if (Files.isRegularFile(file)) {
                return file.toAbsolutePath();
            }
        }
        return null;
    }
}
