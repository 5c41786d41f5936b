// What Maven runs: builds the pages into target/web if anything they are made of has changed since last time.
// Installs the packages first if the lock file has changed. Takes 0.1 s when nothing has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const JAVA = [join('src', 'main'), join('src', 'test')];
const OUTPUT = join('target', 'web');

step('node_modules', ['package.json', 'package-lock.json'], join('node_modules', '.package-lock.json'), () =>
  npm('ci', '--no-audit', '--no-fund'),
);
step('pages', inputs(), join(OUTPUT, 'index.html'), () => {
  // Names change with content; Maven would keep the old ones in the jar.
  rmSync(join(here, 'target', 'classes', 'web'), { recursive: true, force: true });
  npm('run', 'build');
  compress();
});

/** Does it unless it was done with these inputs and its product is still there. */
function step(name, files, product, doIt) {
  const stamp = join(here, 'target', `${name}.stamp`);
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(here, file)))
      .update('\0');
  }
  const state = hash.digest('hex');
  if (existsSync(join(here, product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) {
    return;
  }
  doIt();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

function inputs() {
  const top = readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'pom.xml')
    .map((entry) => entry.name);
  const below = (folder) =>
    readdirSync(join(here, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? (JAVA.includes(path) ? [] : below(path)) : [path];
    });
  return [...top, ...below('src')].sort();
}

/** Text is served compressed; the servlet takes `x.gz` for browsers that take gzip. */
function compress() {
  const assets = join(here, OUTPUT, 'assets');
  for (const name of readdirSync(assets).filter((file) => /\.(js|css|svg)$/.test(file))) {
    writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }));
  }
}

function npm(...args) {
  const { status, error } = spawnSync('npm', args, { cwd: here, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`npm ${args.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
    process.exit(1);
  }
}
