package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.plan.PoolCertificate.Issuer;
import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.PoolCertificate.Purpose;
import rollcall.plan.PoolCertificate.Sent;
import rollcall.plan.PoolCertificate.Signature;
import rollcall.plan.PoolServer.Role;

final class PoolFileTest {
    @TempDir
    private Path folder;

    private PoolFile read(String text) throws Exception {
        return PoolFile.read(Files.writeString(folder.resolve("pool.yaml"), text));
    }

    private PoolPlan pool(String text) throws Exception {
        return Objects.requireNonNull(read(text).plan().pool());
    }

    @Test
    void whatIsNotSaidIsUsual() throws Exception {
        PoolFile file = read("pool: {}\n");
        assertThat(file.plan().domain()).isEqualTo("example.test");
        assertThat(file.plan().users()).isEqualTo(100);
        assertThat(file.plan().auth()).isEqualTo(new MockPlan.Auth(List.of("ntlm"), null));
        assertThat(file.plan().faults()).isEmpty();
        assertThat(file.check()).isEmpty();
        assertThat(file.expect()).isEmpty();
        assertThat(Objects.requireNonNull(file.plan().pool()))
                .isEqualTo(new PoolPlan(
                        List.of(new PoolServer(
                                "pool01.example.test",
                                InetAddress.getLoopbackAddress(),
                                5061,
                                Transport.TLS,
                                Role.HOME,
                                PoolCertificate.good(
                                        List.of("pool01.example.test", "sip.example.test"), KeyKind.P_256))),
                        null,
                        null));
    }

    @Test
    void everythingThatIsSaidReachesThePlan() throws Exception {
        PoolFile file = read("""
                # everything is wrong
                pool:
                  domain: contoso.test
                  users: 7
                  auth: [kerberos, ntlm]
                  faults: [stall, "drop:10%"]
                  zone: |
                    sip A 10.0.53.1
                  outside: |
                    sip A 203.0.113.5
                  servers:
                    - host: fe.child.contoso.test
                      address: fd00::1
                      port: 443
                      role: edge
                      certificate:
                        names: ["*.contoso.test", 10.0.53.1]
                        common-name: fe
                        issuer: intermediate
                        sends: shuffled
                        key: rsa-1024
                        signature: md5
                        from: -30d
                        until: -12h
                        purpose: none
                        crl: false
                      protocols: [TLSv1]
                      client-certificate: true
                      listens: false
                      tls: alert=70
                    - {transport: tcp}
                """);
        assertThat(file.plan().domain()).isEqualTo("contoso.test");
        assertThat(file.plan().users()).isEqualTo(7);
        assertThat(file.plan().auth().schemes()).containsExactly("kerberos", "ntlm");
        assertThat(file.plan().faults()).containsExactly("stall", "drop:10%");
        PoolPlan pool = Objects.requireNonNull(file.plan().pool());
        String source = folder.resolve("pool.yaml").toString();
        assertThat(pool.zone()).isEqualTo(new PoolZone("sip A 10.0.53.1\n", source, 8));
        assertThat(pool.outside()).isEqualTo(new PoolZone("sip A 203.0.113.5\n", source, 10));
        PoolServer tcp = pool.servers().get(1);
        assertThat(tcp.port()).isEqualTo(5060);
        assertThat(tcp.transport()).isEqualTo(Transport.TCP);
        assertThat(pool.servers().get(0))
                .isEqualTo(new PoolServer(
                        "fe.child.contoso.test",
                        Objects.requireNonNull(Addresses.literal("fd00::1")),
                        443,
                        Transport.TLS,
                        Role.EDGE,
                        new PoolCertificate(
                                List.of("*.contoso.test", "10.0.53.1"),
                                "fe",
                                Issuer.INTERMEDIATE,
                                Sent.SHUFFLED,
                                KeyKind.RSA_1024,
                                Signature.MD5,
                                Duration.ofDays(-30),
                                Duration.ofHours(-12),
                                Purpose.NONE,
                                false),
                        List.of("TLSv1"),
                        true,
                        false,
                        "alert=70",
                        null));
    }

    @Test
    void aReverseProxyPublishesWhatIsUsualUnlessItIsSaid() throws Exception {
        PoolPlan pool = pool("""
                pool:
                  servers:
                    - {host: web01, role: web}
                    - {host: webext, role: reverse-proxy, address: 127.0.0.2}
                    - host: ext2
                      role: reverse-proxy
                      address: 127.0.0.3
                      publishes: [/Abs/Ext]
                      public-name: ext.contoso.test
                      delegation: true
                      trusts-farm: false
                """);
        assertThat(pool.servers()).extracting(PoolServer::port).containsOnly(443);
        assertThat(pool.servers())
                .extracting(PoolServer::publishing)
                .containsExactly(
                        null,
                        new PoolPublishing(PoolPublishing.PATHS, "webext.example.test", false, true),
                        new PoolPublishing(List.of("/Abs/Ext"), "ext.contoso.test", true, false));
    }

    @Test
    void partsOfAnEdgeStandWhereTheyUsuallyDo() throws Exception {
        PoolPlan pool = pool("""
                pool:
                  servers:
                    - {host: edge01, address: 127.0.0.2, role: internal-edge}
                    - {host: edge01, address: 127.0.0.2, role: av-authentication}
                    - {host: av, address: 127.0.0.2, role: media-relay}
                    - {host: conf, address: 127.0.0.3, role: conferencing-edge}
                """);
        assertThat(pool.servers()).extracting(PoolServer::port).containsExactly(5061, 5062, 443, 443);
        assertThat(pool.servers())
                .extracting(PoolServer::transport)
                .containsExactly(Transport.TLS, Transport.TLS, Transport.TCP, Transport.TLS);
        assertThat(pool.servers()).extracting(PoolServer::clientCertificate).containsExactly(true, true, false, false);
        assertThat(pool.servers().get(1).certificate().names())
                .as("nobody signs in there")
                .containsExactly("edge01.example.test");
    }

    @Test
    void withoutAlternativeNamesTheHostIsTheCommonName() throws Exception {
        PoolCertificate certificate = pool("pool: {servers: [{host: fe1, certificate: {names: []}}]}\n")
                .servers()
                .get(0)
                .certificate();
        assertThat(certificate.names()).isEmpty();
        assertThat(certificate.commonName()).isEqualTo("fe1.example.test");
    }

    @Test
    void whatIsForTheCheckIsHandedOnAsWritten() throws Exception {
        PoolFile file = read("""
                pool: {}
                check: {user: user0001, dns: [inside, outside], more: {a: 1, b: }}
                expect: {findings: [RC-DNS-001]}
                """);
        assertThat(file.check())
                .containsEntry("user", "user0001")
                .containsEntry("dns", List.of("inside", "outside"))
                .containsEntry("more", Map.of("a", "1", "b", ""));
        assertThat(file.expect()).containsOnly(Map.entry("findings", List.of("RC-DNS-001")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pol: {} | 1:1: pol: unknown key; did you mean \"pool\"?",
                "check: {} | pool: missing; expected what the pool is",
                "pool: {zones: x} | 1:8: pool.zones: unknown key; did you mean \"zone\"?",
                "pool: {zone: [a]} | 1:14: pool.zone: expected lines of a zone",
                "pool: {users: 0} | 1:15: pool.users: expected a whole number from 1",
                "pool: {auth: ntml} | pool.auth[0]: expected one of none, digest, ntlm, kerberos",
                "pool: {faults: [Stall]} | pool.faults[0]: expected a behaviour",
                "pool: {servers: []} | pool.servers: expected a list of 1 to 100 servers",
                "pool: {servers: [fe1]} | pool.servers[0]: expected a mapping",
                "pool: {servers: [{adress: 10.0.0.1}]} | pool.servers[0].adress: unknown key; did you mean \"address\"?",
                "pool: {servers: [{address: pool01}]} | pool.servers[0].address: expected an IPv4 or IPv6 address",
                "pool: {servers: [{port: 0}]} | pool.servers[0].port: expected a whole number from 1 to 65535",
                "pool: {servers: [{role: directory}]} | did you mean \"director\"?",
                "pool: {servers: [{role: director}]} | pool.servers: a director needs a server with role: home",
                "pool: {servers: [{role: reverse-proxy}]} | pool.servers: a reverse-proxy needs a server with role: web",
                "pool: {servers: [{role: media-relay, transport: tls}]} | pool.servers[0].transport: with role: media-relay expected tcp",
                "pool: {servers: [{delegation: true}]} | pool.servers[0].delegation: goes with role: reverse-proxy",
                "pool: {servers: [{}, {host: fe2}]} | pool.servers[1]: has the address and port of pool.servers[0]",
                "pool: {servers: [{protocols: [TLSv1.4]}]} | pool.servers[0].protocols[0]: expected one of TLSv1,",
                "pool: {servers: [{tls: alert=256}]} | pool.servers[0].tls: expected handshake, plain-text, silent",
                "pool: {servers: [{tls: alert=}]} | pool.servers[0].tls: expected handshake, plain-text, silent",
                "pool: {servers: [{transport: tcp, tls: drop}]} | pool.servers[0].tls: goes with transport: tls",
                "pool: {servers: [{certificate: {isuer: ca}}]} | servers[0].certificate.isuer: unknown key; did you mean \"issuer\"?",
                "pool: {servers: [{certificate: {names: [a b]}}]} | certificate.names[0]: expected a host name",
                "pool: {servers: [{certificate: {until: soon}}]} | certificate.until: expected a time from now",
                "pool: {servers: [{certificate: {until: -2d}}]} | certificate.until: must be later than from",
                "pool: {servers: [{certificate: {sends: shuffled}}]} | certificate.sends: shuffled needs issuer: intermediate",
                "pool: {servers: [{certificate: {issuer: self, signature: md5}}]} | certificate.signature: md5 needs an RSA key",
                "'' | found nothing",
                "pool | expected a pool"
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("pool.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void everyProblemIsSaidAtOnce() {
        assertThatThrownBy(() -> read("pool:\n  user: 5\n  servers:\n    - port: x\n"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("pool.yaml:2:3: pool.user: unknown key")
                .hasMessageContaining("pool.yaml:4:13: pool.servers[0].port: expected");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> PoolFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("none.yaml does not exist");
    }
}
