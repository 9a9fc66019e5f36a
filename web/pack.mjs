// SPDX-License-Identifier: Apache-2.0
// Makes a C++ file of a built console: node pack.mjs FOLDER FILE.cc
// The octets are taken in by the assembler (.incbin), which is quick however large they are.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const CONTENT_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

function compressed(body) {
  const forms = {
    '.gz': gzipSync(body, { level: 9 }),
    '.br': brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  };
  return Object.entries(forms).filter(([, form]) => form.length < body.length * 0.9);
}

// One file of the folder: what C++ is told about it, and the files of which its octets are.
function entryOf(folder, name, number) {
  const body = readFileSync(path.join(folder, name));
  const contentType = CONTENT_TYPES[path.extname(name)];
  if (!contentType) throw new Error(`${name}: what content type is that?`);
  const parts = { body: path.join(folder, name), gzip: null, brotli: null };
  for (const [suffix, form] of compressed(body)) {
    const file = path.join(folder, name + suffix);
    writeFileSync(file, form);
    parts[suffix === '.gz' ? 'gzip' : 'brotli'] = file;
  }
  return {
    path: name === 'index.html' ? '/' : `/${name}`,
    contentType,
    hash: createHash('sha256').update(body).digest('hex').slice(0, 32),
    namedByHash: name.startsWith('assets/'),
    parts: Object.entries(parts).map(([part, file]) => ({ part, file, label: `namesake_console_${number}_${part}` })),
  };
}

const assembly = ({ file, label }) => `    ".global ${label}, ${label}_end\\n"
    ".hidden ${label}, ${label}_end\\n"
    "${label}: .incbin \\"${file}\\"\\n"
    "${label}_end:\\n"`;
const declaration = ({ label }) => `extern "C" const char ${label}[], ${label}_end[];  // NOLINT`;
const view = ({ part, file, label }) => `     .${part} = ${file ? `{${label}, ${label}_end}` : '{}'}`;

const row = (entry) => `    {.path = "${entry.path}",
     .content_type = "${entry.contentType}",
     .hash = "${entry.hash}",
     .named_by_hash = ${entry.namedByHash},
${entry.parts.map(view).join(',\n')}},`;

const [folder, target] = process.argv.slice(2);
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((found) => found.isFile() && !/\.(gz|br)$/.test(found.name))
  .map((found) => path.relative(folder, path.join(found.parentPath ?? found.path, found.name)))
  .sort();
const entries = names.map((name, number) => entryOf(path.resolve(folder), name, number));
const blobs = entries.flatMap((entry) => entry.parts).filter(({ file }) => file);

writeFileSync(
  target,
  `// SPDX-License-Identifier: Apache-2.0
// Made by web/pack.mjs.
#include "console/files.h"

asm(".section .rodata\\n"
${blobs.map(assembly).join('\n')}
    ".previous\\n");

${blobs.map(declaration).join('\n')}

namespace namesake::console {

std::span<const File> Files() noexcept {
  static const File kFiles[] = {
${entries.map(row).join('\n')}
  };
  return kFiles;
}

}  // namespace namesake::console
`,
);
