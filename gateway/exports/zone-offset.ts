/** The offset from UTC that clocks on the wall of a time zone (IANA name) have at a moment in epoch ms: `+08:00`. */
export function createZoneOffset(timezone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    // "GMT" alone is no offset; offsets of former centuries have seconds, which EPCIS has no room for.
    return name.slice('GMT'.length, 'GMT+08:00'.length) || '+00:00';
  };
}
