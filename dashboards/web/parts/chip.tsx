import { Icon, type IconName } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

/** A state as sign and word; the colour only repeats what the word says. */
export function Chip({ tone, icon, text }: { readonly tone: Tone; readonly icon?: IconName; readonly text: string }) {
  return (
    <span class={`chip tone-${tone}`}>
      {icon && <Icon name={icon} />}
      <span>{text}</span>
    </span>
  );
}
