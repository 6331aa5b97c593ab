package rollcall.check;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;
import rollcall.web.WebAnswer;
import rollcall.web.WebErrand;
import rollcall.web.WebRequest;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;

/** Asks for something to see who answers, whatever the answer. */
class WebLook implements WebErrand {
    private static final int MOST_BYTES = 1 << 20;

    private final WebUrl url;
    private @Nullable WebAnswer answer;

    WebLook(WebUrl url) {
        this.url = url;
    }

    /** 0 when there was no answer, or one that asked who is there. */
    int status() {
        WebAnswer got = answer;
        return got == null ? 0 : got.status();
    }

    /** What came, as far as it was kept. */
    String text() {
        WebAnswer got = answer;
        return got == null ? "" : got.text();
    }

    /** The answer in a few words. */
    String seen() {
        return status() + " for " + url + (isDenied() ? ", code 12202" : "");
    }

    private boolean isDenied() {
        return text().contains("12202");
    }

    /** Whether what stands before the web server has denied it. */
    boolean isNotPublished() {
        return status() == 404 || isDenied();
    }

    @Override
    public Stage stage() {
        return Stage.ADDRESS_BOOK;
    }

    @Override
    public WebUrl url() {
        return url;
    }

    @Override
    public WebRequest request() {
        return WebRequest.get(url);
    }

    @Override
    public int keptBytes() {
        return MOST_BYTES;
    }

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public @Nullable WebResult answered(WebAnswer got) {
        answer = got;
        return WebResult.fetched(url.path(), got.bytes());
    }
}
