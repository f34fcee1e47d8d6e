/** Wall time of the shop. */
export interface LocalTime {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 0 = Monday .. 6 = Sunday. */
  readonly weekday: number;
  /** Of the day, 0..1439. */
  readonly minute: number;
}

const DAY_MS = 86_400_000;

/** Wall time of an IANA time zone; of the machine's own where the browser does not know that zone. */
export function createLocalTime(timezone: string | null): (at: number) => LocalTime {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-CA', timezone === null ? options : { ...options, timeZone: timezone });
  } catch {
    // An old browser without this zone: the machine stands in the shop.
    format = new Intl.DateTimeFormat('en-CA', options);
  }
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${parts.year}-${parts.month}-${parts.day}`;
    // Day 0 (1970-01-01) was a Thursday.
    const weekday = (Math.floor(Date.parse(`${date}T00:00Z`) / DAY_MS) + 3) % 7;
    return { date, weekday, minute: Number(parts.hour) * 60 + Number(parts.minute) };
  };
}
