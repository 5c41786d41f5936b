const escape = (text) =>
  String(text)
    .replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
    // eslint-disable-next-line no-control-regex -- XML has no place for these
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '?');

/**
 * A JUnit report as surefire writes it.
 *
 * @param {string} suite
 * @param {{name: string, seconds: number, error?: Error, skipped: boolean}[]} tests
 * @param {number} seconds
 */
export function junit(suite, tests, seconds) {
  const failures = tests.filter((t) => t.error !== undefined).length;
  const skipped = tests.filter((t) => t.skipped).length;
  const cases = tests.map((t) => {
    const head = `  <testcase name="${escape(t.name)}" classname="${suite}" time="${t.seconds.toFixed(3)}"`;
    if (t.error !== undefined) {
      const { message = t.error, stack = t.error } = t.error;
      return `${head}>\n    <failure message="${escape(message)}">${escape(stack)}</failure>\n  </testcase>`;
    }
    return t.skipped ? `${head}><skipped/></testcase>` : `${head}/>`;
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<testsuite name="${suite}" time="${seconds.toFixed(3)}" tests="${tests.length}" errors="0" ` +
    `skipped="${skipped}" failures="${failures}">\n${cases.join('\n')}\n</testsuite>\n`
  );
}
