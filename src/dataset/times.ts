/**
 * A time in seconds: "12.5" (or "12,5"), "1:02.5", "00:01:02.500". Null for anything else.
 */
export function parseTime(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (/^\d+(\.\d*)?([eE][+-]?\d{1,3})?$|^\.\d+$/.test(plain)) return finite(Number(plain));
  const clock = /^(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2}(?:\.\d*)?)$/.exec(plain);
  if (!clock) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = clock;
  if (Number(seconds) >= 60 || (clock[1] !== undefined && Number(minutes) >= 60)) return null;
  return finite(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
