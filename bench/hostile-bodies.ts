/** Bodies of `param` that are as costly to read as a server can make them, for any size. */

/** @param times how often it has been asked for before */
type Body = (bytes: number, times: number) => string;

/** As many pieces as fit. */
function filled(bytes: number, open: string, piece: string, close: string): string {
  const pieces = Math.max(0, Math.floor((bytes - open.length - close.length) / piece.length));
  return open + piece.repeat(pieces) + close;
}

const inValue = (bytes: number, open: string, piece: string, close: string) =>
  filled(bytes, `{"paramValues":[{"name":"a","value":${open}`, piece, `${close}}]}`);

const numbered = (count: number, entry: (index: number) => string) =>
  Array.from({ length: Math.max(1, Math.floor(count)) }, (_, index) => entry(index)).join(',');

/** The most parameters that a history holds. */
const WATCHED = 6_000;

export const HOSTILE_BODIES: Readonly<Record<string, Body>> = {
  'an ordinary list': () => '{"paramValues":[{"name":"a","type":"TEXT","value":"b"}]}',
  'wrong entries': (bytes) => filled(bytes, '{"paramValues":[', '{},', '0]}'),
  'wrong entries, as many as are read': (bytes) =>
    filled(bytes / 24, '{"paramValues":[', '{},', '0]}'),
  parameters: (bytes) =>
    `{"paramValues":[${numbered(bytes / 138, (index) => `{"name":"p${index}","type":"TEXT","value":"v"}`)}]}`,
  'other keys': (bytes) => `{${numbered(bytes / 37, (index) => `"key ${index}":${index}`)}}`,
  'nested lists': (bytes) => inValue(bytes, '', '[', ']'),
  'long numbers': (bytes) => inValue(bytes / 2, '[', '7615917337495251231,', '0]'),
  'digits of one number': (bytes) => inValue(bytes, '0.', '7', ''),
  'one text': (bytes) => inValue(bytes / 2, '"', 'ü', '"'),
  'one message': (bytes) => filled(bytes, '{"errorType":"X","errorMessage":"', 'token=a ', '"}'),
  'plain text': (bytes) => filled(bytes, '', '\n\tat a.B.c(D.java:1)', ''),
  'changed values': (bytes, times) => {
    const length = Math.max(1, bytes / WATCHED - 60);
    const value = filled(length, `[${times},`, '{},', '0]');
    return `{"paramValues":[${numbered(WATCHED, (index) => `{"name":"p${index}","type":"TEXT","value":"${value}"}`)}]}`;
  },
};
