/** Runs all tests, or those named as arguments, against one appliance with demo cameras; writes a JUnit report. */
import fs from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startAppliance } from './appliance.js';
import { junit } from './junit.js';

const TESTS = fileURLToPath(new URL('../test/', import.meta.url));
const REPORT = fileURLToPath(new URL('../../target/surefire-reports/TEST-browsers.xml', import.meta.url));

/** What the runner says of itself. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(TESTS)
  .filter((f) => f.endsWith('.test.js') && (wanted.length === 0 || wanted.some((w) => f.includes(w))))
  .sort()
  .map((f) => path.join(TESTS, f));

const appliance = await startAppliance();
process.env.VEDETTE_URL = appliance.url;
const tests = [];
const began = Date.now();
for await (const { type, data } of run({ files, concurrency: 1, timeout: 10 * 60_000 })) {
  if (type === 'test:diagnostic' && !SUMMARY.test(data.message)) console.log(`    ${data.message}`);
  const failed = type === 'test:fail';
  // A file is a test to the runner, too: it counts only if it failed for itself.
  const isFile = files.some((f) => f.endsWith(data.name));
  const ownFault = failed && data.details.error.failureType !== 'subtestsFailed';
  if ((type === 'test:pass' || failed) && (!isFile || ownFault)) {
    const error = failed ? (data.details.error.cause ?? data.details.error) : undefined;
    const skipped = data.skip !== undefined;
    tests.push({ name: data.name, seconds: (data.details.duration_ms ?? 0) / 1000, error, skipped });
    console.log(`${failed ? 'FAILED' : skipped ? 'skipped' : 'ok'}  ${data.name}`);
    if (failed) console.log(String(error?.stack ?? error).replace(/^/gm, '    '));
  }
}
const code = await appliance.stop();
tests.push({
  name: 'the appliance ends with exit code 0',
  seconds: 0,
  error: code === 0 ? undefined : new Error(`exit code ${code}`),
  skipped: false,
});
fs.mkdirSync(path.dirname(REPORT), { recursive: true });
fs.writeFileSync(REPORT, junit('browsers', tests, (Date.now() - began) / 1000));
const failures = tests.filter((t) => t.error !== undefined).length;
console.log(`Tests run: ${tests.length}, Failures: ${failures}, Time elapsed: ${(Date.now() - began) / 1000} s -- in browsers`);
process.exitCode = failures === 0 ? 0 : 1;
