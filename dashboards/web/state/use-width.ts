import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** The width that an element has, px; follows it. `usual` holds until the element is there. */
export function useWidth(usual: number) {
  const place = useRef<HTMLDivElement>(null);
  const width = useSignal(usual);
  useEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) width.value = entry.contentRect.width;
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return { place, width: width.value };
}
