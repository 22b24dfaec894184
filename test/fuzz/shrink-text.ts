/** How often a text may be tried while it is made smaller. */
const MOST_TRIES = 400;

/** A smaller text that still fails: stretches are taken out, long ones first, as long as it does. */
export async function shrinkText(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let smallest = text;
  let tries = 0;
  for (let length = Math.ceil(text.length / 2); length >= 1; length = Math.floor(length / 2)) {
    for (let start = 0; start < smallest.length && tries < MOST_TRIES; tries++) {
      const without = smallest.slice(0, start) + smallest.slice(start + length);
      if (await fails(without)) smallest = without;
      else start += length;
    }
  }
  return smallest;
}
