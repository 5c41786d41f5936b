package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SegmentHeadTest {
  @Test
  void placeholder_liesInOneSector_howeverLongTheIdentityIs() throws Exception {
    for (int letters = 1; letters <= 64; letters++) {
      for (int gaps = 0; gaps < 12; gaps++) {
        SegmentIdentity identity =
            new SegmentIdentity(
                "a".repeat(letters),
                "main",
                UUID.randomUUID(),
                TestClip.START,
                0,
                TestSegment.IDENTITY.gaps().stream()
                    .flatMap(gap -> java.util.stream.Stream.generate(() -> gap))
                    .limit(gaps)
                    .toList());
        SegmentHead head = SegmentHead.of(identity, List.of(FragmentTest.fixedVideo()));
        int sector = head.placeholder() / SegmentIdentity.SECTOR_BYTES;
        int last = head.placeholder() + SegmentHead.PLACEHOLDER_BYTES - 1;
        assertThat(last / SegmentIdentity.SECTOR_BYTES).isEqualTo(sector);
        int uuid = head.bytes().getInt(0); // after ftyp
        int length = head.bytes().getInt(uuid);
        assertThat(SegmentIdentity.parse(head.bytes().slice(uuid + 8, length - 8)))
            .isEqualTo(identity);
      }
    }
  }
}
