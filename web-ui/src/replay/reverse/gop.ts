/** A recorded group of pictures as the recorder sends it: a line of JSON, then the pictures one after the other. */
export interface Gop {
  readonly codec: string;
  /** In the order in which they are decoded; the first is the key picture. */
  readonly pictures: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  /** Where the group before begins, across whatever gap; undefined: it is the first. Milliseconds since 1970. */
  readonly before: number | undefined;
  /** Of one decoded picture, at 12 bits a pixel. */
  readonly pictureBytes: number;
}

interface Head {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly pictures: readonly { readonly at: string; readonly bytes: number }[];
  readonly before?: string;
}

const NEWLINE = 10;

/** @throws Error if the answer is not whole */
export function readGop(answer: ArrayBuffer): Gop {
  const bytes = new Uint8Array(answer);
  const line = bytes.indexOf(NEWLINE);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line))) as Head;
  let from = line + 1;
  const pictures = head.pictures.map((told) => {
    const picture = { at: Date.parse(told.at), bytes: bytes.subarray(from, from + told.bytes) };
    from += told.bytes;
    return picture;
  });
  if (from !== bytes.length || pictures.length === 0) {
    throw new Error(`a group of pictures of ${from} bytes came with ${bytes.length}`);
  }
  return {
    codec: head.codec,
    pictures,
    before: head.before === undefined ? undefined : Date.parse(head.before),
    pictureBytes: head.width * head.height * 1.5,
  };
}
