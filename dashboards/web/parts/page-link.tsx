import type { ComponentChildren } from 'preact';
import { go, hrefOf, type PageName } from '../state/place.ts';

interface Props {
  readonly to: PageName;
  readonly query?: Readonly<Record<string, string>>;
  readonly class?: string;
  readonly isCurrent?: boolean;
  /** What it is called, where it shows a sign only. */
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** Leads to another page without loading anew; opened in a new tab it is a link like any other. */
export function PageLink({ to, query = {}, isCurrent = false, label, children, ...more }: Props) {
  return (
    <a
      {...more}
      href={hrefOf(to, query)}
      aria-label={label}
      title={label}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to, query);
      }}
    >
      {children}
    </a>
  );
}
