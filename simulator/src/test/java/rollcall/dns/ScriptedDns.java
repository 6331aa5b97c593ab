package rollcall.dns;

import io.netty.util.NetUtil;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, UDP and TCP on one port, that does to a question what the test says. */
final class ScriptedDns implements AutoCloseable {
    /** What is done to one question that came by UDP. */
    interface Act {
        void on(Asked asked) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final InetSocketAddress address;
    private final Map<String, List<Record>> zone = new ConcurrentHashMap<>();
    private final Map<String, Act> acts = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Record authority;
    private volatile boolean answersTcp = true;
    private final List<Thread> threads = new ArrayList<>();

    private ScriptedDns(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
        this.address = new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    static ScriptedDns start() {
        try {
            InetAddress loopback = NetUtil.LOCALHOST4;
            for (int attempt = 0; ; attempt++) {
                ServerSocket tcp = new ServerSocket(0, 512, loopback);
                DatagramSocket udp = null;
                try {
                    udp = new DatagramSocket(tcp.getLocalPort(), loopback);
                } catch (IOException e) {
                    tcp.close(); // that port is taken for UDP: another one
                    if (attempt == 20) {
                        throw e;
                    }
                }
                if (udp != null) {
                    udp.setReceiveBufferSize(1 << 20);
                    ScriptedDns server = new ScriptedDns(udp, tcp);
                    server.run("udp", server::serveUdp);
                    server.run("tcp", server::serveTcp);
                    return server;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a record: {@code sip.example.test. A 127.0.0.1}, TTL 300. */
    ScriptedDns with(String owner, int type, String data) {
        return with(owner, type, 300, data);
    }

    ScriptedDns with(String owner, int type, long ttl, String data) {
        try {
            Name name = Name.fromString(owner, Name.root);
            Record record = Record.fromString(name, type, DClass.IN, ttl, data, Name.root);
            zone.computeIfAbsent(key(name, type), k -> new CopyOnWriteArrayList<>())
                    .add(record);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What "no such name" comes with. */
    ScriptedDns withAuthority(String data) {
        try {
            authority = Record.fromString(Name.fromString("example.test."), Type.SOA, DClass.IN, 3600, data, Name.root);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on, questions for {@code name TYPE} are answered so when they come by UDP. */
    ScriptedDns when(String question, Act act) {
        acts.put(question, act);
        return this;
    }

    ScriptedDns silentOverTcp() {
        answersTcp = false;
        return this;
    }

    InetSocketAddress address() {
        return address;
    }

    String name() {
        return "server 127.0.0.1:" + address.getPort();
    }

    /** The questions so far, {@code udp name TYPE} or {@code tcp name TYPE}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    long asked(String question) {
        return asked.stream().filter(question::equals).count();
    }

    /** A question that came, and the ways to answer it. */
    final class Asked {
        private final Message query;
        private final SocketAddress from;

        private Asked(Message query, SocketAddress from) {
            this.query = query;
            this.from = from;
        }

        Message rightAnswer() {
            return ScriptedDns.this.answer(query);
        }

        Message empty(int rcode) {
            Message message = rightAnswer();
            message.removeAllRecords(Section.ANSWER);
            message.getHeader().setRcode(rcode);
            return message;
        }

        void send(Message message) throws IOException {
            send(message.toWire());
        }

        void send(byte[] bytes) throws IOException {
            udp.send(new DatagramPacket(bytes, bytes.length, from));
        }

        void sendFromElsewhere(Message message) throws IOException {
            try (DatagramSocket other = new DatagramSocket(0, udp.getLocalAddress())) {
                byte[] bytes = message.toWire();
                other.send(new DatagramPacket(bytes, bytes.length, from));
            }
        }

        void answer() throws IOException {
            send(rightAnswer());
        }

        void truncate() throws IOException {
            Message message = empty(Rcode.NOERROR);
            message.getHeader().setFlag(Flags.TC);
            send(message);
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        List<Record> found = new ArrayList<>();
        Name name = question.getName();
        List<Record> alias = zone.get(key(name, Type.CNAME));
        while (alias != null && found.size() < 4) {
            found.addAll(alias);
            name = ((CNAMERecord) alias.get(0)).getTarget();
            alias = zone.get(key(name, Type.CNAME));
        }
        found.addAll(zone.getOrDefault(key(name, question.getType()), List.of()));
        found.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (found.isEmpty()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
            if (authority != null) {
                answer.addRecord(authority, Section.AUTHORITY);
            }
        }
        return answer;
    }

    private static String key(Name name, int type) {
        return name.toString(true) + " " + Type.string(type);
    }

    private void serveUdp() throws IOException {
        byte[] buffer = new byte[4096];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            udp.receive(packet);
            Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            String question =
                    key(query.getQuestion().getName(), query.getQuestion().getType());
            asked.add("udp " + question);
            acts.getOrDefault(question, Asked::answer).on(new Asked(query, packet.getSocketAddress()));
        }
    }

    private void serveTcp() throws IOException {
        while (true) {
            try (Socket socket = tcp.accept()) {
                if (!answersTcp) {
                    int end = socket.getInputStream().readAllBytes().length; // until the client gives up
                    asked.add("tcp in vain, " + end + " bytes");
                    continue;
                }
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                Message query = new Message(bytes);
                asked.add("tcp "
                        + key(query.getQuestion().getName(), query.getQuestion().getType()));
                byte[] answer = answer(query).toWire();
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeByte(answer.length >> 8); // the length itself comes in two pieces
                out.flush();
                out.writeByte(answer.length);
                out.write(answer);
                out.flush();
            }
        }
    }

    private interface Serving {
        void run() throws IOException;
    }

    private void run(String what, Serving serving) {
        Thread thread = new Thread(
                () -> {
                    try {
                        serving.run();
                    } catch (IOException e) {
                        if (!udp.isClosed() && !tcp.isClosed()) {
                            throw new UncheckedIOException(e);
                        }
                    }
                },
                "scripted-dns-" + what);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** Ends it; a socket is gone only when nobody waits in it any more, and until then takes datagrams. */
    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
            for (Thread thread : threads) {
                thread.join(5_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
