/** Byte order marks, which identify an encoding with more certainty than a header does. */
const BYTE_ORDER_MARKS: readonly { readonly mark: readonly number[]; readonly label: string }[] = [
  { mark: [0xef, 0xbb, 0xbf], label: 'utf-8' },
  { mark: [0xfe, 0xff], label: 'utf-16be' },
  { mark: [0xff, 0xfe], label: 'utf-16le' },
];

/**
 * The text that `bytes` stand for: by their byte order mark, else by the charset of the Content-Type,
 * else, and where that charset is not known, as UTF-8. A byte order mark is not part of the text.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const marked = BYTE_ORDER_MARKS.find(({ mark }) =>
    mark.every((byte, index) => bytes[index] === byte),
  );
  const declared = /;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(contentType ?? '')?.[1];
  return decodeWith(decoderFor(marked?.label ?? declared ?? 'utf-8'), bytes);
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

/**
 * 0x80 to 0x9F, where windows-1252 differs from the ISO-8859-1 that several versions of Node decode in its
 * place (nodejs/node 56542; Node 20.20 among them). By their labels, both are windows-1252 (WHATWG Encoding).
 */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const FIRST_CONTROL = 0x80;

/** What the decoder gives, with windows-1252 as it is defined. */
export function decodeWith(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (decoder.encoding !== 'windows-1252') return text;
  return text.replace(
    /[\u0080-\u009f]/g,
    (control) => WINDOWS_1252[control.charCodeAt(0) - FIRST_CONTROL] ?? control,
  );
}
