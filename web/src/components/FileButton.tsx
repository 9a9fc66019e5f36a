// SPDX-License-Identifier: Apache-2.0
import { Button } from '@cloudflare/kumo/components/button';
import { UploadSimpleIcon } from '@phosphor-icons/react';
import { useRef } from 'react';

interface FileButtonProps {
  label: string;
  accept: string;
  onFile: (file: File) => void;
}

export function FileButton({ label, accept, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = ''; // the same file may be chosen again
          if (file) onFile(file);
        }}
      />
      <Button type="button" icon={UploadSimpleIcon} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
