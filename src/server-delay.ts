// How long a server asks to wait before the next try. It says so in seconds, or as a date, which is read against the
// server's own clock: ours may be wrong.

/** Milliseconds a server asks for; undefined where it does not say. */
export function serverDelay(headers: Headers): number | undefined {
  const seconds = rateLimit(headers.get('RateLimit')) ?? retryAfter(headers);
  return seconds === undefined ? undefined : Math.max(0, seconds * 1000);
}

/** `"api";r=0;t=57`: requests are counted in windows, and the next one opens in `t` seconds. */
function rateLimit(header: string | null): number | undefined {
  const found = /(?:^|[;,\s])t=(\d{1,9})(?:$|[;,\s])/.exec(header ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('Retry-After')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const [then, now] = [Date.parse(value), Date.parse(headers.get('Date') ?? '')];
  return Number.isNaN(then) || Number.isNaN(now) ? undefined : (then - now) / 1000;
}
