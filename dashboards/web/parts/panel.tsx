import type { ComponentChildren } from 'preact';

interface PanelProps {
  readonly id: string;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly children: ComponentChildren;
}

/** One part of the page: a region named by its heading, with a line that sums it up. */
export function Panel({ id, title, summary, children }: PanelProps) {
  return (
    <section class={`panel panel-${id}`} aria-labelledby={`${id}-title`}>
      <header class="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {summary && <p class="panel-summary">{summary}</p>}
      </header>
      {children}
    </section>
  );
}

/** Says which sensor would fill this part. */
export function Empty({ text }: { readonly text: string }) {
  return (
    <div class="empty">
      <span class="empty-mark" aria-hidden="true" />
      <p>{text}</p>
    </div>
  );
}
