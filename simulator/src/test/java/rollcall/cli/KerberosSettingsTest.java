package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.plan.AuthPlan;
import rollcall.plan.AuthPlan.Scheme;

class KerberosSettingsTest {
    @TempDir
    private Path folder;

    private final @Nullable String before = System.getProperty(KerberosSettings.CONFIG);

    @BeforeEach
    void forget() {
        System.clearProperty(KerberosSettings.CONFIG);
    }

    @AfterEach
    void putBack() {
        System.clearProperty(KerberosSettings.CONFIG);
        if (before != null) {
            System.setProperty(KerberosSettings.CONFIG, before);
        }
    }

    private static AuthPlan plan(Scheme scheme, @Nullable Path config) {
        return new AuthPlan(scheme, new AuthPlan.Kerberos(config, null, null, false, 1));
    }

    private Path file(String name) throws Exception {
        return Files.writeString(folder.resolve(name), "");
    }

    @Test
    void thePlansFileComesFirst() throws Exception {
        Path theirs = file("theirs.conf");
        KerberosSettings.apply(plan(Scheme.KERBEROS, file("krb5.conf")), name -> theirs.toString());
        assertThat(System.getProperty(KerberosSettings.CONFIG))
                .isEqualTo(folder.resolve("krb5.conf").toString());
        assertThat(System.getProperty(KerberosSettings.SUBJECT_ONLY)).isEqualTo("true");
    }

    @Test
    void elseTheFirstFileThatTheEnvironmentNames() throws Exception {
        String paths = folder.resolve("none") + File.pathSeparator + file("krb5.conf");
        KerberosSettings.apply(plan(Scheme.AUTO, null), name -> name.equals("KRB5_CONFIG") ? paths : null);
        assertThat(System.getProperty(KerberosSettings.CONFIG))
                .isEqualTo(folder.resolve("krb5.conf").toString());
    }

    @Test
    void elseJavaIsLeftAlone() {
        KerberosSettings.apply(plan(Scheme.AUTO, null), name -> null);
        assertThat(System.getProperty(KerberosSettings.CONFIG)).isNull();
    }

    @Test
    void whatJavaWasToldStandsAgainstTheEnvironment() throws Exception {
        System.setProperty(KerberosSettings.CONFIG, "mine");
        Path theirs = file("theirs.conf");
        KerberosSettings.apply(plan(Scheme.KERBEROS, null), name -> theirs.toString());
        assertThat(System.getProperty(KerberosSettings.CONFIG)).isEqualTo("mine");
    }

    @Test
    void aPlanWithoutKerberosChangesNothing() throws Exception {
        KerberosSettings.apply(plan(Scheme.NTLM, file("krb5.conf")), name -> null);
        assertThat(System.getProperty(KerberosSettings.CONFIG)).isNull();
    }
}
