import type { ComponentChildren } from 'preact';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  /** `equal` stands beside another of the same weight; `quiet` is a way out. */
  readonly weight?: 'main' | 'equal' | 'quiet';
  readonly disabled?: boolean;
}

export function Button({ children, onPress, weight = 'main', disabled = false }: ButtonProps) {
  return (
    <button type="button" class={`button button-${weight}`} disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}
