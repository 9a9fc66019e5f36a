// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';

const PAUSE_MS = 300;

// What was typed, once the typing pauses.
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
