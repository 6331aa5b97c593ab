package rollcall.mock;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A client that knows nothing of the code under test: blocking sockets and strings. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    final Socket socket;
    private int cseq;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    static RawClient tcp(MockPool pool) throws IOException {
        return tcp(pool.tcpAddress());
    }

    static RawClient tcp(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /** Shakes hands, trusting the pool's CA and expecting the pool's name. */
    static RawClient tls(MockPool pool) throws Exception {
        return tls(pool, "pool01." + TestPool.DOMAIN);
    }

    static RawClient tls(MockPool pool, String name) throws Exception {
        return tls(pool.tlsAddress(), trusting(pool.caCertificate()), name);
    }

    static RawClient tls(InetSocketAddress address, SSLContext context, String name) throws Exception {
        Socket plain = new Socket();
        plain.connect(address, PATIENCE_MILLIS);
        plain.setSoTimeout(PATIENCE_MILLIS);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, address.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new RawClient(socket);
    }

    static SSLContext trusting(Path pem) throws Exception {
        return context(pem, null);
    }

    /** Trusts one CA, and shows who it is if it can. */
    static SSLContext context(Path pem, KeyManager @Nullable [] own) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }

    /** A REGISTER as a Communicator sends it; more headers may follow, each with its line break. */
    static String register(String user, int cseq, String more) {
        return """
                REGISTER sip:example.test SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.10:12723
                Max-Forwards: 70
                From: <sip:USER@example.test>;tag=3e49177a52;epid=a1b2c3d4e5
                To: <sip:USER@example.test>
                Call-ID: 6d7b09278d574162a4ef50c25e4e5051
                CSeq: NUMBER REGISTER
                Contact: <sip:192.0.2.10:12723;transport=tls;ms-opaque=fad3dfab32>;methods="INVITE, MESSAGE";proxy=replace;+sip.instance="<urn:uuid:7446BEDA-E8B3-53B7-A965-B85A66A31CFC>"
                User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
                Supported: gruu-10, adhoclist, msrtc-event-categories
                Supported: ms-forking
                ms-keep-alive: UAC;hop-hop=yes
                Event: registration
                MORE
                Content-Length: 0

                """.replace("USER", user)
                .replace("NUMBER", Integer.toString(cseq))
                .replace("MORE\n", more)
                .replace("\n", "\r\n");
    }

    Answer register(String user) throws IOException {
        return ask(register(user, ++cseq, ""));
    }

    Answer register(String user, String more) throws IOException {
        return ask(register(user, ++cseq, more));
    }

    Answer ask(String request) throws IOException {
        send(request);
        return read();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next message, with the line breaks in front of it. */
    Answer read() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.toString().stripLeading().indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after \"" + text + "\"");
            }
            text.append((char) b);
        }
        int length = 0;
        for (String line : text.toString().split("\r\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:") || lower.startsWith("l:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (; length > 0; length--) {
            text.append((char) in.read());
        }
        return new Answer(text.toString());
    }

    /** Reads to the end of the connection. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A message as text. */
    record Answer(String text) {
        int status() {
            return Integer.parseInt(text.strip().split(" ", -1)[1]);
        }

        /** The values of all headers of this name, in any case. */
        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            for (String line : text.split("\r\n", -1)) {
                int colon = line.indexOf(':');
                if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                    values.add(line.substring(colon + 1).strip());
                }
            }
            return values;
        }

        String header(String name) {
            List<String> values = all(name);
            return values.isEmpty() ? "" : values.get(0);
        }

        List<String> headerNames() {
            List<String> names = new ArrayList<>();
            for (String line : text.strip().split("\r\n", -1)) {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.startsWith("SIP/2.0")) {
                    names.add(line.substring(0, colon));
                }
            }
            return names;
        }
    }
}
