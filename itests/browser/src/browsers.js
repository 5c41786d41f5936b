import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

const SCREENSHOTS = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
const SIZE = { width: 1280, height: 800 };

/** Chromium, Firefox with H.264 in WebRTC, and the Firefox of a network without internet: it has none. */
export const BROWSERS = ['chromium', 'firefox', 'firefox-without-h264'];

/**
 * Opens one of BROWSERS with a profile of its own.
 *
 * @returns {Promise<{name: string, newPage: () => Promise<import('puppeteer-core').Page>,
 *   close: () => Promise<void>, kill: () => void}>}
 *   a page has what both drivers have in common: goto, evaluate, type, click, screenshot, on, close
 */
export async function openBrowser(name) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'profile-'));
  const browser = await (name === 'chromium' ? openChromium(profile) : openFirefox(profile, name === 'firefox'));
  return {
    name,
    async newPage() {
      const page = await browser.newPage();
      await (page.setViewportSize ? page.setViewportSize(SIZE) : page.setViewport(SIZE));
      page.faults = [];
      page.on('pageerror', (error) => page.faults.push(String(error)));
      return page;
    },
    async close() {
      await browser.close();
      fs.rmSync(profile, { recursive: true, force: true });
    },
    /** As when the machine loses its power: no process of it says another word. */
    kill() {
      for (const pid of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
        if (commandLine(pid).includes(profile)) process.kill(Number(pid), 'SIGKILL');
      }
    },
  };
}

function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

function openChromium(profile) {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

function openFirefox(profile, h264) {
  // The first three switch H.264 in WebRTC on without the plug-in that Firefox would download.
  const prefs = h264
    ? {
        'media.webrtc.hw.h264.enabled': true,
        'gfx.blacklist.webrtc.hw.acceleration.h264': 1,
        'media.navigator.mediadatadecoder_h264_enabled': true,
      }
    : { 'media.gmp-manager.updateEnabled': false };
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: { ...prefs, 'media.autoplay.default': 0 },
  });
}

/** Keeps what the page shows as target/screenshots/NAME.png. */
export async function keepScreenshot(page, name) {
  fs.mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
}
