/** A text in which `names` stand between backticks, as the schema and the gateway write them. */
export function Words({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, i) => (i % 2 === 1 ? <code key={`${i}:${part}`}>{part}</code> : part))}</>;
}
