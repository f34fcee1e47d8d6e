import type { ComponentChildren } from 'preact';

interface TableProps {
  /** Names the table for those who hear the page; shown above it when `isTitled`. */
  readonly name: string;
  readonly isTitled?: boolean;
  readonly head: readonly string[];
  /** First cell is the row's head; numbers as texts in the page's language. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

/** A table that scrolls inside its frame when it is wider or longer than the panel. */
export function DataTable({ name, isTitled = false, head, rows }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="table-scroll" tabIndex={0} aria-label={name}>
      <table>
        {isTitled && <caption>{name}</caption>}
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {others.map((text, index) => (
                <td key={head[index + 1]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Something that is opened when it is wanted; the line that opens it says what is in it. */
export function Disclosure({
  id,
  summary,
  children,
}: {
  readonly id: string;
  readonly summary: string;
  readonly children: ComponentChildren;
}) {
  return (
    <details class="table-behind" data-list={id}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
