// SPDX-License-Identifier: Apache-2.0
// A person, and the outline of somebody who looks the same.
export function Logo() {
  return <img src="/icon.svg" alt="" width={28} height={28} />;
}
