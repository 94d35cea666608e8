import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import controls from '../common/controls.module.css';
import { THEMES, chooseTheme, storedTheme, type ThemeName } from './theme';

const ORDER: readonly ThemeName[] = ['system', 'light', 'dark'];
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** Steps through the themes: system, light, dark. */
export function ThemeToggle() {
  const [theme, setTheme] = useState(storedTheme);
  const Icon = ICONS[theme];
  const next = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';
  const label = `Theme: ${THEMES[theme]}. Change to: ${THEMES[next]}`;
  const change = () => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <button type="button" className={controls.icon} onClick={change} aria-label={label} title={label}>
      <Icon size={18} aria-hidden />
    </button>
  );
}
