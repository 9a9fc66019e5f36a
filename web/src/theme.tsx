// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Mode = 'light' | 'dark';

interface Theme {
  mode: Mode;
  toggle: () => void;
}

const STORED_AS = 'namesake.theme';
const ThemeContext = createContext<Theme>({ mode: 'light', toggle: () => {} });

export const useTheme = () => useContext(ThemeContext);

function initialMode(): Mode {
  const chosen = localStorage.getItem(STORED_AS);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

// Light or dark: what the reader has chosen here, before that what the system says.
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [mode, setMode] = useState(initialMode);

  useEffect(() => {
    document.documentElement.dataset.mode = mode;
  }, [mode]);

  const theme = useMemo<Theme>(() => {
    const other: Mode = mode === 'dark' ? 'light' : 'dark';
    const toggle = () => {
      localStorage.setItem(STORED_AS, other);
      setMode(other);
    };
    return { mode, toggle };
  }, [mode]);

  return <ThemeContext value={theme}>{children}</ThemeContext>;
}
