package rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.outcome.Fault;

final class AddressBookTest {
    private static final WebUrl FOLDER =
            Objects.requireNonNull(WebUrl.parse("https://pool01.example.com/Abs/Int/Handler"));
    private static final byte[] CHANGES = HexFormat.of().parseHex("16c14bb50890c747b9bdf3bb1a0ab6eb8c0a8b0a00");

    private static WebAnswer answer(int status) {
        return new WebAnswer(status, new byte[0], 0);
    }

    private static WebAnswer file(byte[] head) {
        return new WebAnswer(200, head, 123_456);
    }

    /** Both dates and names are of the sheet's sources. */
    @ParameterizedTest
    @CsvSource({
        "2008-05-24T00:00:00Z, /Abs/Int/Handler/F-0A8C.lsabs",
        "2008-05-24T23:59:59Z, /Abs/Int/Handler/F-0A8C.lsabs",
        "2008-01-21T12:00:00Z, /Abs/Int/Handler/F-0A10.lsabs"
    })
    void fullFileOfToday(Instant now, String path) {
        AddressBook book = new AddressBook(FOLDER, AddressBook.day(now), -1);
        assertThat(book.request().url().path()).isEqualTo(path);
    }

    @Test
    void whereTodaysIsMissingThatOfTheDayBeforeIsAskedForAndNoneOlderThanAMonth() {
        AddressBook book = new AddressBook(FOLDER, 0x0A8C, -1);
        int requests = 1;
        WebResult result = book.answered(answer(404));
        assertThat(book.request().url().path()).endsWith("/F-0A8B.lsabs");
        for (; result == null; requests++) {
            result = book.answered(answer(404));
        }
        assertThat(requests).isEqualTo(30);
        assertThat(result.fault()).isEqualTo(Fault.WEB_NOT_FOUND);
    }

    @Test
    void whoHasAFileAsksForTheChanges() {
        AddressBook book = new AddressBook(FOLDER, 0x0A8C, 0x0A8B);
        assertThat(book.request().url().path()).endsWith("/D-0A8B-0A8C.lsabs");
        assertThat(book.answered(file(CHANGES))).isEqualTo(new WebResult(null, "D-0A8B-0A8C.lsabs", 123_456));
    }

    @Test
    void whereTheChangesAreForgottenTheFullFileIsAskedFor() {
        AddressBook book = new AddressBook(FOLDER, 0x0A8C, 0x0A00);
        assertThat(book.answered(answer(404))).isNull();
        assertThat(book.request().url().path()).endsWith("/F-0A8C.lsabs");
        assertThat(book.answered(file(new byte[] {1}))).isEqualTo(new WebResult(null, "F-0A8C.lsabs", 123_456));
    }

    @Test
    void aFileOfChangesBeginsAsOne() {
        byte[] other = CHANGES.clone();
        other[15]++;
        WebResult result = new AddressBook(FOLDER, 0x0A8C, 0x0A8B).answered(file(other));
        assertThat(Objects.requireNonNull(result).fault()).isEqualTo(Fault.WEB_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in here</html>", ""})
    void aPageForPeopleIsNoAddressBook(String page) {
        WebAnswer answer = new WebAnswer(200, page.getBytes(UTF_8), page.length());
        WebResult result = new AddressBook(FOLDER, 0x0A8C, -1).answered(answer);
        assertThat(Objects.requireNonNull(result).fault()).isEqualTo(Fault.WEB_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "403, '<p>Error Code: 403 Forbidden. The server denied the specified URL. (12202)</p>', WEB_NOT_PUBLISHED",
        "403, '<p>Forbidden</p>', WEB_FORBIDDEN",
        "503, '', WEB_SERVER_ERROR",
        "302, '', WEB_REJECTED"
    })
    void aRefusalSaysWhose(int status, String page, Fault fault) {
        byte[] head = page.getBytes(UTF_8);
        WebResult result = new AddressBook(FOLDER, 0x0A8C, -1).answered(new WebAnswer(status, head, head.length));
        assertThat(Objects.requireNonNull(result).fault()).isEqualTo(fault);
        assertThat(result.detail()).contains("https://pool01.example.com/Abs/Int/Handler/F-0A8C.lsabs");
    }

    private static AddressBook inParts() {
        return new AddressBook(FOLDER, 0x0A8C, 0x0A8B, 1_000);
    }

    private static WebAnswer part(String contentRange, int bytes) {
        return new WebAnswer(206, CHANGES, bytes, contentRange);
    }

    @Test
    void oneAfterTheOtherThePartsAreAskedForUntilTheFileIsWhole() {
        AddressBook book = inParts();
        assertThat(book.request().range()).isEqualTo("bytes=0-999");
        assertThat(book.answered(part("bytes 0-999/1500", 1_000))).isNull();
        assertThat(book.request().range()).isEqualTo("bytes=1000-1999");
        assertThat(book.answered(part("bytes 1000-1399/1500", 400)))
                .as("less than what was asked for")
                .isNull();
        assertThat(book.request().range()).isEqualTo("bytes=1400-2399");
        assertThat(book.answered(part("bytes 1400-1499/1500", 100)))
                .isEqualTo(new WebResult(null, "D-0A8B-0A8C.lsabs", 1_500));
    }

    @Test
    void whereTheServerDoesNotSayHowLongTheFileIsItEndsBehindTheLastPart() {
        AddressBook book = inParts();
        assertThat(book.answered(part("bytes 0-999/*", 1_000))).isNull();
        assertThat(book.answered(answer(416))).isEqualTo(new WebResult(null, "D-0A8B-0A8C.lsabs", 1_000));
    }

    @Test
    void whoAsksForAPartAndGetsTheWholeFileTakesIt() {
        AddressBook book = inParts();
        assertThat(book.answered(part("bytes 0-999/123456", 1_000))).isNull();
        assertThat(book.answered(file(CHANGES))).isEqualTo(new WebResult(null, "D-0A8B-0A8C.lsabs", 123_456));
    }

    @Test
    void aFileThatGoesAwayBetweenTwoPartsIsFollowedByTheFullOneFromItsBeginning() {
        AddressBook book = inParts();
        assertThat(book.answered(part("bytes 0-999/1500", 1_000))).isNull();
        assertThat(book.answered(answer(404))).isNull();
        assertThat(book.request().url().path()).endsWith("/F-0A8C.lsabs");
        assertThat(book.request().range()).isEqualTo("bytes=0-999");
        assertThat(book.answered(part("bytes 0-699/700", 700))).isEqualTo(new WebResult(null, "F-0A8C.lsabs", 700));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 500",
        "bytes */1500, 500",
        "bytes 0-499/1500, 500",
        "bytes 1001-1499/1500, 499",
        "bytes 1000-1499/1500, 499",
        "bytes 1000-1499/1501, 500",
        "bytes 1000-1499/*, 500",
        "bytes 1000-1499/1499, 500",
        "bytes 1499-1000/1500, 500",
        "bytes 1000-2000/1500, 1001",
        "lines 1000-1499/1500, 500",
        "bytes 1000-99999999999999999999/1500, 500"
    })
    void aPartThatIsNotWhatWasAskedForIsAFault(String contentRange, int bytes) {
        AddressBook book = inParts();
        assertThat(book.answered(part("bytes 0-999/1500", 1_000))).isNull();
        WebResult result = book.answered(part(contentRange, bytes));
        assertThat(Objects.requireNonNull(result).fault()).isEqualTo(Fault.WEB_MALFORMED);
        assertThat(result.detail()).contains("D-0A8B-0A8C.lsabs", "from byte 1000");
    }

    @Test
    void aPartLargerThanAskedForIsAFault() {
        WebResult result = inParts().answered(part("bytes 0-1000/1500", 1_001));
        assertThat(Objects.requireNonNull(result).fault()).isEqualTo(Fault.WEB_MALFORMED);
    }

    @Test
    void aPartThatNobodyAskedForIsARefusal() {
        WebResult result = new AddressBook(FOLDER, 0x0A8C, 0x0A8B).answered(part("bytes 0-999/1000", 1_000));
        assertThat(Objects.requireNonNull(result).fault()).isEqualTo(Fault.WEB_REJECTED);
    }

    @Test
    void allPartsTogetherAreNoLargerThanAFileMayBe() {
        AddressBook book = inParts();
        long most = book.mostBytes();
        assertThat(book.answered(part("bytes 0-999/1500", 1_000))).isNull();
        assertThat(book.mostBytes()).isEqualTo(most - 1_000);
    }
}
