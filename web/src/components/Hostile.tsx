// SPDX-License-Identifier: Apache-2.0
interface HostileProps {
  text: string;
  className?: string;
}

// Text that somebody else has written. Its direction is its own, so that an override in it turns
// nothing around it, and it breaks anywhere rather than pushing the page apart.
export function Hostile({ text, className = '' }: HostileProps) {
  return (
    <bdi dir="auto" className={`[overflow-wrap:anywhere] ${className}`}>
      {text}
    </bdi>
  );
}
