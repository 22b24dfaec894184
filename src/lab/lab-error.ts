/** What keeps the lab from running on this machine, in one line for its user; the command line prints it and nothing else. */
export class LabError extends Error {
  override readonly name = 'LabError';
}
