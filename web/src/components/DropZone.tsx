// SPDX-License-Identifier: Apache-2.0
import { useState, type DragEvent, type ReactNode } from 'react';

interface DropZoneProps {
  onFile: (file: File) => void;
  hint: string;
  children: ReactNode;
}

// Takes a file that is dropped anywhere on it, and says so while one is above it.
export function DropZone({ onFile, hint, children }: DropZoneProps) {
  const [above, setAbove] = useState(false);
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setAbove(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setAbove(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      data-testid="drop-zone"
      onDragOver={over}
      onDragLeave={() => setAbove(false)}
      onDrop={drop}
      className={above ? 'relative rounded-lg outline-2 outline-offset-4 outline-kumo-focus' : 'relative'}
    >
      {above && <p className="absolute inset-x-0 -top-2 z-10 bg-kumo-tint p-3 text-center">{hint}</p>}
      {children}
    </div>
  );
}
