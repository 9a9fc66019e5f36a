// SPDX-License-Identifier: Apache-2.0
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` shows the sources of this folder with the API of a running namesaked.
const api = process.env.NAMESAKE_URL ?? 'http://127.0.0.1:8787';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { proxy: { '/client': api, '/readyz': api, '/metrics': api } },
  build: {
    target: 'es2022',
    // data: in place of a file is nothing that the Content-Security-Policy has to allow for.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // React's own code is most of the first file
  },
});
