package rollcall.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {
    @TempDir
    Path folder;

    @Test
    void programThatEndsEarlyIsAFailureThatShowsWhatItSaid() {
        try (Peer peer = Peer.start(folder, "sh", "-c", "echo no such zone; exit 3")) {
            assertThatThrownBy(() -> peer.awaitOutput("ready"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("no such zone");
        }
    }

    @Test
    void outputOfAnyLengthNeverBlocksTheProgramAndItsEndIsKept() {
        String script = "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo ready; exec sleep 60";
        try (Peer peer = Peer.start(folder, "sh", "-c", script)) {
            assertThat(peer.awaitOutput("ready").log()).hasSize(65_536).endsWith("line 19999\nready\n");
        }
    }

    @Test
    void closingEndsTheProgramAndItsChildren() {
        Peer peer = Peer.start(folder, "sh", "-c", "sleep 60 & echo ready; wait");
        peer.awaitOutput("ready");
        ProcessHandle child = ProcessHandle.of(peer.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow();
        peer.close();
        assertThat(peer.isRunning()).isFalse();
        assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void unknownPeerIsAMistakeInTheTest() {
        assertThatThrownBy(() -> PeerPrograms.isInstalled("nsdd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such peer: nsdd");
    }

    @Test
    void missingPeerIsNamedWithItsPackages() {
        assertThat(NeedsPeerExtension.reason("dnsmasq", "kamailio"))
                .isEqualTo("dnsmasq, kamailio not installed"
                        + " (Debian: apt-get install dnsmasq-base kamailio kamailio-tls-modules)");
    }

    @Test
    @NeedsPeer("nsd")
    void nsdAnswersForTheZone() {
        try (Nsd nsd = Nsd.start(folder, 5061, 5060)) {
            assertThat(nsd.address().getPort()).isPositive();
            assertThat(nsd.peer().isRunning()).isTrue();
        }
    }

    @Test
    @NeedsPeer({"kamailio", "openssl"})
    void kamailioRegistersWhoeverAsks() throws IOException {
        try (Kamailio kamailio = Kamailio.open(folder)) {
            assertThat(register(kamailio)).startsWith("SIP/2.0 200");
            assertThat(kamailio.rpc("ul.dump")).contains("AoR: user1");
        }
    }

    @Test
    @NeedsPeer({"kamailio", "openssl"})
    void kamailioWithDigestChallenges() throws IOException {
        try (Kamailio kamailio = Kamailio.withDigest(folder)) {
            assertThat(register(kamailio)).startsWith("SIP/2.0 401").contains("WWW-Authenticate: Digest ");
        }
    }

    private static String register(Kamailio kamailio) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(kamailio.tcp(), 5_000);
            String request = String.join(
                    "\r\n",
                    "REGISTER sip:example.test SIP/2.0",
                    "Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1",
                    "Max-Forwards: 70",
                    "From: <sip:user1@example.test>;tag=1",
                    "To: <sip:user1@example.test>",
                    "Call-ID: 1",
                    "CSeq: 1 REGISTER",
                    "Contact: <sip:127.0.0.1:1;transport=tcp>",
                    "Content-Length: 0",
                    "",
                    "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        }
    }
}
