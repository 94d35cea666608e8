import { recall, remember } from '../../core/remembered';

/** Light, dark, or whatever the system says. The choice is an attribute of the root element that tokens.css reads. */
export const THEMES = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;
export type ThemeName = keyof typeof THEMES;

const KEY = 'loaa-theme';

/** The theme that was chosen before; `system` where none was, or where storage is closed to us. */
export function storedTheme(): ThemeName {
  const stored = recall(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Shows a theme, and remembers it where storage allows. */
export function chooseTheme(theme: ThemeName): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  remember(KEY, theme);
}

/** Before the first paint, so that no wrong theme is ever seen. */
export function restoreTheme(): void {
  chooseTheme(storedTheme());
}
