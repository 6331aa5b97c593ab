package rollcall.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rollcall.outcome.Fault;
import rollcall.peers.NeedsPeer;
import rollcall.peers.Nsd;
import rollcall.plan.Transport;

/** The walk against a name server that others wrote. */
@NeedsPeer("nsd")
class ClientWalkNsdTest {
    @TempDir
    private static Path folder;

    private static Nsd nsd;
    private static DnsBench bench;

    @BeforeAll
    static void start() {
        nsd = Nsd.start(folder, 5061, 5060);
        bench = DnsBench.at(nsd.address());
    }

    @AfterAll
    static void stop() {
        bench.close();
        nsd.close();
    }

    @Test
    void firstSrvNameWins() {
        assertThat(bench.locate("example.test").targets())
                .containsExactly(
                        new Target("sip.example.test", 5061, Transport.TLS, "_sipinternaltls._tcp.example.test"));
    }

    @Test
    void lowestPriorityComesFirstAndWeightsShareIt() {
        int[] first = new int[2];
        for (int random = 0; random < 400; random++) {
            Located located = bench.locate("multi.example.test", random);
            assertThat(located.targets()).hasSize(3);
            assertThat(located.targets().get(2).host()).isEqualTo("c.multi.example.test");
            first[located.targets().get(0).host().charAt(0) - 'a']++;
        }
        assertThat(first[0]).isBetween(200, 280);
    }

    @Test
    void dotMeansNotOffered() {
        Located located = bench.locate("none.example.test");
        assertThat(located.fault()).isEqualTo(Fault.DNS_NOT_OFFERED);
        assertThat(located.detail())
                .isEqualTo("_sipinternaltls._tcp.none.example.test SRV: \".\", the service is not offered;"
                        + " _sipinternal._tcp.none.example.test SRV: no such name;"
                        + " _sip._tls.none.example.test SRV: no such name");
    }

    @Test
    void hostOfDanglingRecordHasNoAddress() {
        Target target = bench.locate("dangling.example.test", 0, 4).targets().get(0);
        Resolved resolved = bench.resolve(target.host());
        assertThat(resolved.fault()).isEqualTo(Fault.DNS_NO_ADDRESS);
        assertThat(resolved.detail()).isEqualTo("nowhere.example.test A: no such name");
    }

    @Test
    void severalAddressesKeepTheServersOrder() {
        assertThat(bench.resolve("rr.example.test").hosts())
                .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "127.0.0.3");
    }

    @Test
    void serverThatRefusesTheZoneIsNamed() {
        Located located = bench.locate("elsewhere.invalid");
        assertThat(located.fault()).isEqualTo(Fault.DNS_REFUSED);
        assertThat(located.detail())
                .startsWith("_sipinternaltls._tcp.elsewhere.invalid SRV: server 127.0.0.1:"
                        + nsd.address().getPort() + " answered REFUSED; ");
    }
}
