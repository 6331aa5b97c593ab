package rollcall.report;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import rollcall.peers.Peer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A page in a real Chromium without a window, driven by the DevTools protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final int LIMIT_SECONDS = 30;

    private final Peer chromium;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, @Nullable Object>>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> loaded = new CompletableFuture<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();

    private Browser(Peer chromium, HttpClient client, URI page) throws Exception {
        this.chromium = chromium;
        socket = client.newWebSocketBuilder().buildAsync(page, this).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens a file and waits until it has loaded. */
    static Browser open(Path file, Path folder) throws Exception {
        Peer chromium = Peer.start(
                folder,
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank");
        Path port = folder.resolve("profile").resolve("DevToolsActivePort");
        chromium.await("listens for orders", () -> lines(port).size() >= 2);
        HttpClient client = HttpClient.newHttpClient();
        Browser browser =
                new Browser(chromium, client, page(client, chromium, lines(port).get(0)));
        browser.order("Runtime.enable", "");
        browser.order("Log.enable", "");
        browser.order("Network.enable", "");
        browser.order("Page.enable", "");
        browser.order("Page.navigate", "\"url\": " + quoted(file.toUri().toString()));
        browser.loaded.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return browser;
    }

    private static URI page(HttpClient client, Peer chromium, String port) {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        CompletableFuture<URI> found = new CompletableFuture<>();
        chromium.await("has a page", () -> {
            try {
                String targets =
                        client.send(list, HttpResponse.BodyHandlers.ofString()).body();
                for (Object target : (List<?>) Json.at(Json.read("{\"all\": " + targets + "}"), "all")) {
                    if (Json.at(target, "type").equals("page")) {
                        found.complete(URI.create((String) Json.at(target, "webSocketDebuggerUrl")));
                    }
                }
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return found.isDone();
        });
        return found.join();
    }

    /** Everything that a person would see as an error in the console, and every address the page has asked for. */
    List<String> complaints() {
        return complaints;
    }

    /** The value of a JavaScript expression: a text, a number, a list … A promise is awaited. */
    Object value(String expression) throws Exception {
        Map<String, @Nullable Object> answer = order(
                "Runtime.evaluate",
                "\"returnByValue\": true, \"awaitPromise\": true, \"expression\": " + quoted(expression));
        if (answer.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return Json.at(answer, "result.value");
    }

    /** How wide the page is, in CSS pixels. */
    void width(int pixels) throws Exception {
        order(
                "Emulation.setDeviceMetricsOverride",
                "\"width\": " + pixels + ", \"height\": 900, \"deviceScaleFactor\": 1, \"mobile\": false");
        settle();
    }

    /** {@code light} or {@code dark}. */
    void theme(String name) throws Exception {
        order(
                "Emulation.setEmulatedMedia",
                "\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": " + quoted(name) + "}]");
        settle();
    }

    /** The whole page as PNG. */
    byte[] picture() throws Exception {
        return bytes("Page.captureScreenshot", "\"captureBeyondViewport\": true");
    }

    /** A part of it. */
    byte[] picture(int y, int width, int height) throws Exception {
        return bytes(
                "Page.captureScreenshot",
                "\"captureBeyondViewport\": true, \"clip\": {\"x\": 0, \"y\": " + y + ", \"width\": " + width
                        + ", \"height\": " + height + ", \"scale\": 1}");
    }

    /** The page as it would be printed. */
    byte[] pdf() throws Exception {
        return bytes("Page.printToPDF", "\"printBackground\": false, \"preferCSSPageSize\": true");
    }

    private byte[] bytes(String method, String parameters) throws Exception {
        return Base64.getDecoder().decode((String) Json.at(order(method, parameters), "data"));
    }

    /** Two frames: what was changed has been laid out and painted. */
    private void settle() throws Exception {
        Object painted = value(
                "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true)))))");
        if (!painted.equals(true)) {
            throw new AssertionError("never painted");
        }
    }

    @SuppressWarnings("unchecked") // Json makes all maps so
    private Map<String, @Nullable Object> order(String method, String parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<Map<String, @Nullable Object>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(
                        "{\"id\": " + id + ", \"method\": " + quoted(method) + ", \"params\": {" + parameters + "}}",
                        true)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Map<String, @Nullable Object> told = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (told.containsKey("error")) {
            throw new AssertionError(method + ": " + told.get("error"));
        }
        return (Map<String, @Nullable Object>) Json.at(told, "result");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            heard(Json.read(message.toString()));
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void heard(Map<String, @Nullable Object> told) {
        if (told.get("id") instanceof Long id) {
            CompletableFuture<Map<String, @Nullable Object>> answer = waiting.remove(id.intValue());
            if (answer != null) {
                answer.complete(told);
            }
            return;
        }
        String event = (String) Json.at(told, "method");
        switch (event) {
            case "Page.loadEventFired" -> loaded.complete(true);
            case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(told.toString());
            case "Runtime.consoleAPICalled" -> complaints.add(told.toString());
            case "Network.requestWillBeSent" -> {
                String url = (String) Json.at(told, "params.request.url");
                if (!url.startsWith("file:")) {
                    complaints.add("asked for " + url);
                }
            }
            default -> {} // of no interest
        }
    }

    @Override
    public void close() {
        socket.abort();
        chromium.close();
    }

    private static String quoted(String text) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeString(text);
        }
        return out.toString();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // being written
        }
    }
}
