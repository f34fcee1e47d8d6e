/** Outlines in a box of 16 × 16. */
export const ICON_PATHS = {
  check: 'M3.5 8.5l3 3 6-7',
  clock: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 5v3.2l2.2 1.4',
  cross: 'M4 4l8 8M12 4l-8 8',
  minus: 'M3.5 8h9',
  alert: 'M8 2.3l6.2 11H1.8zM8 6.6v3.2M8 11.6v.2',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  person: 'M8 7.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM2.8 14c.4-2.9 2.5-4.4 5.2-4.4s4.8 1.5 5.2 4.4',
  card: 'M2 4h12v8.4H2zM2 6.8h12M4.4 10h3',
  tag: 'M2.4 2.4h5.2l6 6-5.2 5.2-6-6zM5.4 5.4v.1',
  hand: 'M3 8.5V6m2.5 1V3.4M8 7V2.6M10.5 7V3.6M13 8V6v3.4c0 2.6-1.8 4.2-4.4 4.2-2.4 0-3.4-1.2-5.6-5.1',
  basket: 'M2 6.2h12l-1.4 7.2H3.4zM5 6l2.2-3.6M11 6L8.8 2.4',
  back: 'M6 4L2.6 7.4 6 10.8M3 7.4h6.4a4 4 0 0 1 4 4v1',
  question: 'M5.6 6a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.8-1.1 1.8M8 12.6v.2',
  offer: 'M2.2 4h11.6v7H2.2zM6 13.6h4M8 11v2.6',
  door: 'M4 14V2.4h8V14M2.4 14h11.2M9.8 8.4v.2',
  shelf: 'M2.2 2.4v11.2M13.8 2.4v11.2M2.2 7h11.6M2.2 12h11.6M5 7V4.2h2.4V7M9 12V9.4h2.6V12',
  plan: 'M2.2 2.6h11.6v10.8H2.2zM2.2 7.6h5.4M7.6 2.6v3M7.6 13.4V9.6M10.6 7.6h3.2',
  list: 'M2.6 3.6h1M6 3.6h7.4M2.6 8h1M6 8h7.4M2.6 12.4h1M6 12.4h7.4',
  pen: 'M3 13l.8-3.2 7-7 2.4 2.4-7 7zM9.4 4.2l2.4 2.4',
  play: 'M5 3.2l7.6 4.8L5 12.8z',
  way: 'M3.4 13.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM12.6 5.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM5 12h4.6a2 2 0 0 0 0-4H6.4a2 2 0 0 1 0-4H11',
  sliders:
    'M2.2 4.4h6M12 4.4h1.8M10 6.2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM2.2 11.6h1.8M7.8 11.6h6M6 13.4a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  report: 'M3.4 1.8h6l3.2 3.2v9.2H3.4zM9.2 2v3.2h3.2M5.8 8h4.4M5.8 10.6h4.4',
  formula: 'M9 3.1c-1.5-.6-2.5.1-2.8 1.8l-1 6.2c-.3 1.6-1.2 2.2-2.5 1.7M3.6 6.6h4.6M9.2 8.4l4.2 4.4M13.4 8.4l-4.2 4.4',
  wall: 'M1.6 2.8h12.8v8.2H1.6zM5 14h6M8 11v3M6.6 5.2l3 1.7-3 1.7z',
  screen: 'M2.2 3.4h11.6v7.4H2.2zM5.6 13.4h4.8',
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** A drawn sign; always beside a word, so it is hidden from assistive technology. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
