package rollcall.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import rollcall.tls.TestCertificates.Issued;

/**
 * A front end on Windows Server 2003, for a process of its own: TLS 1.0 with one cipher suite and a certificate of its
 * day, and a registrar that answers everything with a question for credentials. Ends with its input.
 */
public final class OldServer {
    private static final String[] COPIED = {"Via:", "From:", "To:", "Call-ID:", "CSeq:"};

    private OldServer() {}

    /**
     * Writes the authority's certificate and prints the port.
     *
     * @param arguments protocol, cipher suite, hash of the certificate's signature, file for the authority
     */
    public static void main(String[] arguments) throws Exception {
        LegacyTls.allow();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair keys = generator.generateKeyPair();
        Issued authority = TestCertificates.request("Old CA")
                .authority()
                .hash(arguments[2])
                .keys(keys)
                .issue();
        Issued server = TestCertificates.request("pool01.example.test")
                .address("127.0.0.1")
                .keys(keys)
                .hash(arguments[2])
                .issueBy(authority);
        Files.writeString(Path.of(arguments[3]), authority.pem());
        SSLServerSocket socket = (SSLServerSocket)
                context(server).getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        socket.setEnabledProtocols(new String[] {arguments[0]});
        socket.setEnabledCipherSuites(new String[] {arguments[1]});
        Thread answering = new Thread(() -> serve(socket));
        answering.setDaemon(true);
        answering.start();
        System.out.println(socket.getLocalPort());
        while (System.in.read() >= 0) {
            // lives as long as whoever started it
        }
    }

    private static SSLContext context(Issued server) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", server.key(), new char[0], server.chain().toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509"); // the other one has scruples of its own
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static void serve(SSLServerSocket socket) {
        while (true) {
            try {
                SSLSocket connection = (SSLSocket) socket.accept();
                Thread talk = new Thread(() -> talk(connection));
                talk.setDaemon(true);
                talk.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void talk(SSLSocket connection) {
        try (connection) {
            BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            StringBuilder answer = new StringBuilder("SIP/2.0 401 Unauthorized\r\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                for (String name : COPIED) {
                    if (line.startsWith(name)) {
                        answer.append(line)
                                .append(name.equals("To:") ? ";tag=1" : "")
                                .append("\r\n");
                    }
                }
                if (line.isEmpty()) {
                    answer.append("WWW-Authenticate: NTLM realm=\"SIP Communications Service\",")
                            .append(" targetname=\"pool01.example.test\", version=3\r\nContent-Length: 0\r\n\r\n");
                    connection.getOutputStream().write(answer.toString().getBytes(US_ASCII));
                    connection.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            // a client that does not like what it sees
        }
    }
}
