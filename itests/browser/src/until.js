/** Asks again until the answer is true-ish, and returns it; fails with the last error after a time. */
export async function until(what, millis, condition) {
  const end = Date.now() + millis;
  let last;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`not within ${millis / 1000} s: ${what}${last ? ` (${last.message})` : ''}`, { cause: last });
    }
    await pause(100);
  }
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
