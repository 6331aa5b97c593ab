package rollcall.peers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which programs tests may ask for, where they are, and the Debian packages they come in. */
final class PeerPrograms {
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("chromium", "chromium"),
            Map.entry("curl", "curl"),
            Map.entry("openssl", "openssl"),
            Map.entry("nsd", "nsd"),
            Map.entry("nginx", "nginx"),
            Map.entry("kamailio", "kamailio kamailio-tls-modules"),
            Map.entry("unbound", "unbound"),
            Map.entry("dnsmasq", "dnsmasq-base"),
            Map.entry("python3", "python3"),
            Map.entry("krb5kdc", "krb5-kdc krb5-admin-server krb5-user"),
            Map.entry("gcc", "gcc libc6-dev gss-ntlmssp gss-ntlmssp-dev libkrb5-dev"));

    private PeerPrograms() {}

    /** The Debian packages to install for {@code program}; a program nobody has listed is a mistake in the test. */
    static String packagesOf(String program) {
        String packages = PACKAGES.get(program);
        if (packages == null) {
            throw new IllegalArgumentException("no such peer: " + program + "; known are " + PACKAGES.keySet());
        }
        return packages;
    }

    static boolean isInstalled(String program) {
        packagesOf(program);
        return find(program).isPresent()
                && (!program.equals("kamailio") || kamailioModules().isPresent())
                && (!program.equals("gcc") || gssNtlmssp().isPresent());
    }

    /** Where {@code program} is. Daemons lie in {@code sbin}, which is seldom on an ordinary user's path. */
    static Optional<Path> find(String program) {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1));
        return Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The folder of the NTLM mechanism for GSSAPI, when the headers that a program needs are there as well. */
    static Optional<Path> gssNtlmssp() {
        if (!Files.exists(Path.of("/usr/include/gssapi/gssapi_ntlmssp.h"))) {
            return Optional.empty();
        }
        return libraryFolder("gssntlmssp", "gssntlmssp.so");
    }

    /** Kamailio's folder of modules, when the TLS module, a package of its own, is in it. */
    static Optional<Path> kamailioModules() {
        Path folder = Path.of("/usr/lib/kamailio/modules");
        return Files.exists(folder.resolve("tls.so"))
                ? Optional.of(folder)
                : libraryFolder("kamailio/modules", "tls.so");
    }

    /** The first folder of that name, of any architecture, that holds {@code file}. */
    private static Optional<Path> libraryFolder(String name, String file) {
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                Path folder = architecture.resolve(name);
                if (Files.exists(folder.resolve(file))) {
                    return Optional.of(folder);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
