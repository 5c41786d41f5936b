package io.vedette.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteRangeTest {
  @Test
  void firstAndLast() {
    assertThat(ByteRange.parse("bytes=0-9", 100)).contains(new ByteRange(0, 10));
    assertThat(ByteRange.parse("bytes=10-10", 100)).contains(new ByteRange(10, 1));
    assertThat(ByteRange.parse("bytes=90-", 100)).contains(new ByteRange(90, 10));
    assertThat(ByteRange.parse("bytes=90-1000", 100)).contains(new ByteRange(90, 10));
  }

  @Test
  void suffix() {
    assertThat(ByteRange.parse("bytes=-10", 100)).contains(new ByteRange(90, 10));
    assertThat(ByteRange.parse("bytes=-1000", 100)).contains(new ByteRange(0, 100));
  }

  @Test
  void contentRange() {
    assertThat(new ByteRange(90, 10).contentRange(100)).isEqualTo("bytes 90-99/100");
  }

  @Test
  void whatHasNoByteIsUnsatisfiable() {
    for (String header : List.of("bytes=100-", "bytes=100-200", "bytes=-0")) {
      Problem problem = catchThrowableOfType(Problem.class, () -> ByteRange.parse(header, 100));
      assertThat(problem.kind()).as(header).isEqualTo(Kind.RANGE);
      assertThat(problem.headers()).containsEntry("Content-Range", "bytes */100");
    }
  }

  @Test
  void whatIsNoSingleRangeOfBytesIsIgnored() {
    for (String header :
        List.of(
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=9-8",
            "bytes=0-1,3-4",
            "pages=0-1",
            "bytes=a-b",
            "bytes=99999999999999999999-",
            "bytes=0x1-2")) {
      assertThat(ByteRange.parse(header, 100)).as(header).isEmpty();
    }
  }
}
