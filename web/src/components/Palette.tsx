// SPDX-License-Identifier: Apache-2.0
import { CommandPalette } from '@cloudflare/kumo/components/command-palette';
import { Dialog } from '@cloudflare/kumo/components/dialog';
import { useState } from 'react';
import { texts } from '../texts';

export interface Command {
  label: string;
  run: () => void;
}

interface PaletteProps {
  commands: Command[];
  onClose: () => void;
}

// Everything that can be done from anywhere, by typing a part of what it is called.
export default function Palette({ commands, onClose }: PaletteProps) {
  const [wanted, setWanted] = useState('');
  const found = commands.filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()));
  const run = (command: Command) => {
    onClose();
    command.run();
  };
  return (
    <CommandPalette.Root
      open
      onOpenChange={(open) => !open && onClose()}
      items={found}
      value={wanted}
      onValueChange={setWanted}
      itemToStringValue={({ label }) => label}
      getSelectableItems={(items) => items}
      onSelect={run}
    >
      <Dialog.Title className="sr-only">{texts.palette.title}</Dialog.Title>
      <CommandPalette.Input placeholder={texts.palette.placeholder} aria-label={texts.palette.placeholder} />
      <CommandPalette.List>
        <CommandPalette.Results>
          {(command: Command) => (
            <CommandPalette.Item key={command.label} value={command} onClick={() => run(command)}>
              {command.label}
            </CommandPalette.Item>
          )}
        </CommandPalette.Results>
        <CommandPalette.Empty>{texts.palette.none}</CommandPalette.Empty>
      </CommandPalette.List>
    </CommandPalette.Root>
  );
}
