import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `VEDETTE=http://recorder:8080 npm run dev` shows pages under work against a running recorder.
const recorder = process.env.VEDETTE ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'target/web',
    emptyOutDir: true,
    // The pages' content security policy allows no data: fonts or scripts; every asset is a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      '/api': { target: recorder, ws: true },
      '/whep': { target: recorder },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    // Patience alone: Maven builds and tests another module meanwhile.
    testTimeout: 30_000,
    reporters: ['default', 'junit'],
    outputFile: { junit: 'target/surefire-reports/TEST-web-ui.xml' },
  },
});
