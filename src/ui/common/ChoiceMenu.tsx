import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import styles from './ChoiceMenu.module.css';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly picture?: ReactNode;
}

interface ChoiceMenuProps<T extends string> {
  /** What the button is called: what is chosen, and that it can be changed. */
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly isDisabled?: boolean;
  readonly onChoose: (value: T) => void;
  /** The look of the button, and where it stands. */
  readonly className?: string | undefined;
  readonly style?: React.CSSProperties;
  readonly children?: ReactNode;
}

/** A button that opens a menu of choices, one of them chosen. */
export function ChoiceMenu<T extends string>(props: ChoiceMenuProps<T>) {
  const { label, value, choices, isDisabled = false, onChoose, className, style, children } = props;
  return (
    <MenuTrigger>
      <Button aria-label={label} isDisabled={isDisabled} className={className ?? ''} {...(style ? { style } : {})}>
        {children}
      </Button>
      <Popover className={styles.popover ?? ''}>
        <Menu
          className={styles.menu ?? ''}
          aria-label={label}
          selectionMode="single"
          selectedKeys={[value]}
          disallowEmptySelection
          onAction={(key) => {
            const chosen = choices.find((choice) => choice.value === key);
            if (chosen) onChoose(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <MenuItem key={choice.value} id={choice.value} textValue={choice.label} className={styles.item ?? ''}>
              {choice.picture ? <span className={styles.picture}>{choice.picture}</span> : null}
              {choice.label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
